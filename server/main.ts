import { createServer } from 'node:http'
import { readConfig } from './config'

// Stands in for the hub until its composition root is written: it answers, reports itself ready and stops when told.
const { host, port } = readConfig()
const demo = process.argv.includes('--demo')
const url = `http://${host}:${port}`

const server = createServer((_request, response) => response.end('Pult hub\n'))

function stop(): void {
  if (!server.listening) return
  server.close()
  server.closeAllConnections()
  if (process.connected) process.disconnect()
}

server.on('error', (error: NodeJS.ErrnoException) => {
  const taken = error.code === 'EADDRINUSE'
  process.stderr.write(taken ? `Port ${port} is taken; PULT_PORT names another one.\n` : `${error.message}\n`)
  process.exit(taken ? 78 : 1)
})
server.listen(port, host, () => {
  process.send?.({ kind: 'ready', url, demoPageUrl: demo ? `${url}/demo` : null, signIn: [], created: false })
})
process.on('SIGINT', stop)
process.on('SIGTERM', stop)
process.on('disconnect', stop)
