import { createServer } from 'node:net'
import { type Config, ConfigProblems } from './config'

export interface HubAddress {
  readonly port: number
  /** What people and script tags use, without a slash at the end. */
  readonly hubUrl: string
}

/** The port, or a free one for 0, once it has been listened on: the moment between asking and taking it is nobody's in practice. */
function triedPort(host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.on('error', (error) => reject(listenProblem(error, port)))
    server.listen(port, host, () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0))
    })
  })
}

/** Where the hub will listen, and by which address it is known. Throws ConfigProblems when it cannot listen there. */
export async function addressFor({ host, port: wanted, publicUrl }: Config): Promise<HubAddress> {
  const port = await triedPort(host, wanted)
  return { port, hubUrl: publicUrl ?? `http://${host.includes(':') ? `[${host}]` : host}:${port}` }
}

/** What is wrong with an address that cannot be listened on. */
export function listenProblem(error: unknown, port: number): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  if (code === 'EADDRINUSE')
    return new ConfigProblems([`port ${port} is taken: PULT_PORT names another one`], { cause: error })
  if (code === 'EACCES') return new ConfigProblems([`PULT_PORT: port ${port} is not allowed here`], { cause: error })
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
    return new ConfigProblems(['PULT_HOST is not an address of this machine'], { cause: error })
  return error
}
