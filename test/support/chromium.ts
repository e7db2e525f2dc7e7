import { existsSync } from 'node:fs'
import process from 'node:process'
import { chromium, type Browser } from 'playwright-core'

const CANDIDATES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']

/** Starts the machine's own Chromium, without the services by which it would ask the network for something. */
export function launchChromium(): Promise<Browser> {
  const named = process.env['CHROMIUM_PATH']
  const executablePath = named ?? CANDIDATES.find((path) => existsSync(path))
  if (executablePath === undefined) {
    throw new Error('These tests need Chromium: install it (Debian: apt-get install chromium) or set CHROMIUM_PATH.')
  }
  return chromium.launch({
    executablePath,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  })
}
