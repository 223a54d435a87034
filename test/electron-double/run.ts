/** node run.js out/main/index.js: runs a built main process with the double in Electron's place and obeys the test over IPC. */
import { Module, register } from 'node:module'
import { pathToFileURL } from 'node:url'
import { runInThisContext } from 'node:vm'
import { z } from 'zod'

const doubleUrl = new URL('./electron.js', import.meta.url).href
const hooks = `export async function resolve(specifier, context, next) {
  return specifier === 'electron' || specifier === 'electron/main'
    ? { url: ${JSON.stringify(doubleUrl)}, shortCircuit: true }
    : next(specifier, context)
}`
register(`data:text/javascript,${encodeURIComponent(hooks)}`)

const { default: electron, double, entryEvaluated }: typeof import('./electron') = await import(doubleUrl)

/** CommonJS packages ask by `require`; Node has no public hook for it that works in version 20. */
const load: unknown = Reflect.get(Module, '_load')
if (typeof load !== 'function') throw new Error('electron double: this Node has no Module._load')
Reflect.set(Module, '_load', function (this: unknown, request: string, ...rest: unknown[]): unknown {
  return request === 'electron' || request === 'electron/main'
    ? electron
    : Reflect.apply(load, this, [request, ...rest])
})

const Evaluate = z.object({ id: z.number(), source: z.string(), value: z.unknown() })

async function evaluate(raw: unknown): Promise<void> {
  const { id, source, value } = Evaluate.parse(raw)
  try {
    const compiled: unknown = runInThisContext(`(${source})`)
    if (typeof compiled !== 'function') throw new Error('not a function')
    const result: unknown = await compiled({ ...electron, double }, value)
    process.send?.({ id, value: result })
  } catch (error) {
    process.send?.({ id, error: String(error) })
  }
}

process.on('message', (message) => void evaluate(message))
await import(pathToFileURL(process.argv[2] ?? '').href)
await entryEvaluated()
process.send?.({ id: 0 })
