import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import process from 'node:process'

// A server that answers every request at once with the same correct body; run as a process of its own, so that it
// takes the other core. Prints its port, and for each first request of a process the time it came.
const BODY = JSON.stringify({ id: 'ORDER00001', status: 'open', amount: 1299 })

const server = createServer((incoming, outgoing) => {
  incoming.resume()
  if (incoming.method === 'POST' && incoming.url !== '/orders')
    process.send?.({ firstRequest: process.hrtime.bigint().toString() })
  outgoing.writeHead(incoming.method === 'POST' ? 201 : 404, {
    'content-type': incoming.method === 'POST' ? 'application/json' : 'application/problem+json',
    'content-length': Buffer.byteLength(BODY),
  })
  outgoing.end(BODY)
})
server.listen(0, '127.0.0.1', () => process.send?.({ port: (server.address() as AddressInfo).port }))
process.on('disconnect', () => process.exit(0))
