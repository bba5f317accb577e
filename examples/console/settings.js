/** Where the pages read their settings: ./src/settings.ts. */
export const SETTINGS_PATH = '/settings.json';

/** Answers the request for the pages' settings. They are read for each request, because Switchboard may start later. */
export function sendSettings(response, settings) {
  response.writeHead(200, { 'content-type': 'application/json', 'cache-control': 'no-store' }).end(JSON.stringify(settings()));
}
