import { chromium } from 'playwright-core';

/** Debian's package. */
const EXECUTABLE = '/usr/bin/chromium';

export function startBrowser() {
  return chromium.launch({ executablePath: EXECUTABLE, args: ['--no-sandbox', '--autoplay-policy=no-user-gesture-required'] });
}
