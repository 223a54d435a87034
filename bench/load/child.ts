import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'

/** User and system CPU seconds of a process since its start, as the kernel counts them (ticks of 10 ms). */
export function cpuSeconds(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return (Number(fields[11]) + Number(fields[12])) / 100
}

export interface Child {
  readonly process: ChildProcess
  readonly pid: number
  stop(): Promise<void>
}

/** Starts a Node program with an IPC channel and waits for its first message. */
export async function startChild<Ready>(
  file: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>>,
  parse: (message: unknown) => Ready | null,
  /** `advanced`: values cross as structured clones. */
  serialization: 'json' | 'advanced' = 'json',
): Promise<Child & { readonly ready: Ready }> {
  const child = fork(file, args, {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    env: { PATH: process.env.PATH ?? '', ...environment },
    serialization,
  })
  const pid = child.pid
  if (pid === undefined) throw new Error(`could not start ${file}`)
  const ready = await new Promise<Ready>((resolve, reject) => {
    child.on('message', (message) => {
      const parsed = parse(message)
      if (parsed !== null) resolve(parsed)
    })
    child.once('exit', (code) => reject(new Error(`${file} ended with ${code} before it was ready`)))
  })
  const stop = async () => {
    if (child.exitCode !== null || child.signalCode !== null) return
    const exited = once(child, 'exit')
    child.disconnect()
    const guard = setTimeout(() => child.kill('SIGKILL'), 10_000)
    await exited
    clearTimeout(guard)
  }
  return { process: child, pid, ready, stop }
}
