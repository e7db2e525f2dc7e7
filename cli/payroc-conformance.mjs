#!/usr/bin/env node
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import process from 'node:process'
import { fileURLToPath } from 'node:url'

// Plain JavaScript that any Node can read: it finds a Node that is new enough before anything else is loaded.
const REQUIRED = [24, 18]

/** In a checkout the sources run as they are; an installed package brings them compiled. */
const source = new URL('./main.ts', import.meta.url)
const entry = existsSync(source) ? source : new URL('../dist/cli/main.js', import.meta.url)

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
if (major > REQUIRED[0] || (major === REQUIRED[0] && minor >= REQUIRED[1])) {
  const { main } = await import(entry.href)
  await main(process.argv.slice(2))
} else {
  const node = bundledNode()
  if (node === undefined) {
    process.stderr.write(
      `payroc-conformance needs Node.js ${REQUIRED.join('.')} or newer; this is ${process.versions.node}.\n` +
        'Install a newer Node.js, or run `npm install node@24` beside it.\n',
    )
    process.exitCode = 2
  } else {
    const child = spawn(node, [fileURLToPath(import.meta.url), ...process.argv.slice(2)], { stdio: 'inherit' })
    // Whoever stops this process means the run.
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
    child.on('exit', (status, signal) => {
      process.exitCode = status ?? (signal === null ? 4 : 130)
    })
  }
}

/** The `node` package of npm, when it is installed beside us or in the user's project. */
function bundledNode() {
  for (const from of [import.meta.url, `${process.cwd()}/package.json`]) {
    try {
      const node = createRequire(from).resolve('node/bin/node')
      if (existsSync(node)) return node
    } catch {
      // Not installed there.
    }
  }
  return undefined
}
