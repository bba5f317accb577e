/** An instant as Twilio writes it: "Tue, 31 Aug 2010 20:36:28 +0000". */
export function rfc2822(epochMilliseconds: number): string {
  return new Date(epochMilliseconds).toUTCString().replace('GMT', '+0000');
}
