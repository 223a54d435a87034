import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { io } from 'socket.io-client'
import { z } from 'zod'
import { startChild } from '../load/child'
import { indexOfText, updateOf } from '../load/mix'
import { signatureOf, signedNumber, signedUpdateOf } from '../load/signed-mix'
import type { BenchMessenger, Intake } from './intake'

const Ready = z.object({ kind: z.literal('ready'), port: z.number() })
const Packet = z.object({ text: z.string() })

/** The bare limit with `operators` sockets, each getting what is assigned to it. */
export async function startBareChain(
  operators: number,
  folder?: string,
  messenger: BenchMessenger = 'telegram',
): Promise<Intake> {
  const data = folder ?? mkdtempSync(join(tmpdir(), 'bench-bare-'))
  const file = new URL('./chain-server.js', import.meta.url).pathname
  const child = await startChild(
    file,
    [data, String(operators), ...(messenger === 'whatsapp' ? [signedNumber.appSecret] : [])],
    {},
    (message) => Ready.safeParse(message).data ?? null,
  )
  const address = `http://127.0.0.1:${child.ready.port}`
  const sockets = Array.from({ length: operators }, (_, operator) =>
    io(address, { transports: ['websocket'], auth: { operator }, forceNew: true }),
  )
  const listeners: ((index: number) => void)[] = []
  await Promise.all(sockets.map((socket) => new Promise<void>((resolve) => void socket.once('connect', resolve))))
  for (const socket of sockets) {
    socket.on('near', (packet) => {
      const index = indexOfText(Packet.parse(packet).text)
      if (index !== null) for (const listener of listeners) listener(index)
    })
  }
  return {
    webhook: { port: child.ready.port, path: '/', headers: {}, ...(messenger === 'whatsapp' && { sign: signatureOf }) },
    body: messenger === 'whatsapp' ? signedUpdateOf : updateOf,
    pid: child.pid,
    storeFile: join(data, 'limit.db'),
    onArrival: (listener) => void listeners.push(listener),
    stop: async () => {
      for (const socket of sockets) socket.disconnect()
      await child.stop()
      if (folder === undefined) rmSync(data, { recursive: true, force: true })
    },
  }
}
