const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Whether a text can be an id of Plivo's calls and recordings. */
export function isUuid(id: string): boolean {
  return UUID.test(id);
}
