import { checkedText } from './validators.js';

/** Where audio may be: a host, with its port if it is not the usual one, and the beginning of the path if others use the host too. */
export interface MediaPlace {
  /** `*.media.example.com` is any host below media.example.com. */
  readonly host: string;
  /** Begins and ends with a slash. */
  readonly path: string;
}

/** Stores in which everybody can have a bucket. */
const SHARED_STORES = ['amazonaws.com', 'amazonaws.com.cn', 'cloudfront.net', 'googleapis.com', 'windows.net', 'azureedge.net', 'cloudflarestorage.com', 'r2.dev', 'digitaloceanspaces.com', 'backblazeb2.com'];

/** Servers that decode these before they look for a file could leave the folder. */
const LEAVES_FOLDER = /%2f|%5c|\.\.;/i;

/** A setting with media places, separated by commas. */
export const mediaPlacesSetting = checkedText(
  (text) => readPlaces(text).every((place) => place !== null && !isTooWide(place)),
  'not a list of hosts such as recordings.example.com, media.example.com:8443 or store.example.com/bucket/. A host below which everybody can have a bucket needs its full name, and a shared one the path of the bucket',
);

/** The places of a setting that was checked. */
export function mediaPlaces(text: string): MediaPlace[] {
  return readPlaces(text).filter((place) => place !== null);
}

/** Whether a URL is at one of the places. */
export function isAt(url: URL, places: readonly MediaPlace[]): boolean {
  return places.some(({ host, path }) => isHost(url, host) && url.pathname.startsWith(path) && (path === '/' || !LEAVES_FOLDER.test(url.pathname)));
}

function isHost({ host }: URL, wanted: string): boolean {
  return wanted.startsWith('*.') ? host.endsWith(wanted.slice(1)) : host === wanted;
}

function readPlaces(text: string): (MediaPlace | null)[] {
  return text.split(',').map((member) => member.trim()).filter((member) => member !== '').map(readPlace);
}

function readPlace(text: string): MediaPlace | null {
  const isBelow = text.startsWith('*.');
  const address = `https://${isBelow ? text.slice(2) : text}`;
  if (/[\s@?#\\*]|:\/\//.test(address.slice('https://'.length)) || !URL.canParse(address)) return null;
  const { host, pathname } = new URL(address);
  return { host: isBelow ? `*.${host}` : host, path: pathname.endsWith('/') ? pathname : `${pathname}/` };
}

/** A name below a shared store is enough only if it is the bucket's own, or has the path of a bucket. */
function isTooWide({ host, path }: MediaPlace): boolean {
  const isShared = SHARED_STORES.some((store) => host === store || host.endsWith(`.${store}`));
  if (!isShared) return false;
  return host.startsWith('*.') || (path === '/' && /^(s3[.-]|storage\.|[a-z0-9-]+\.(digitaloceanspaces|backblazeb2)\.)/.test(host));
}
