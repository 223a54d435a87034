/**
 * Wraps the built preload the way a sandboxed one runs: `require` knows only `electron`, what crosses the bridge is copied and
 * frozen, errors come back as Electron words them. Evaluated in the page before anything of the page.
 */
export const preloadHost = (preload: string): string => `(() => {
  if (window.top !== window) return
  const toMain = window.__electronToMain
  const listeners = new Map()
  const isPlain = (value) => value !== null && typeof value === 'object' && (Object.getPrototypeOf(value) === Object.prototype || Object.getPrototypeOf(value) === null)
  const across = (value) => {
    if (typeof value === 'function') return (...values) => {
      const result = value(...values.map(across))
      return result && typeof result.then === 'function' ? result.then(across, (error) => { throw new Error(error && error.message) }) : across(result)
    }
    if (Array.isArray(value)) return value.map(across)
    if (isPlain(value)) return Object.freeze(Object.fromEntries(Object.entries(value).map(([key, one]) => [key, across(one)])))
    return structuredClone(value)
  }
  const encode = (value) => {
    if (value instanceof ArrayBuffer) return { __bytes: btoa(Array.from(new Uint8Array(value), (byte) => String.fromCharCode(byte)).join('')) }
    if (Array.isArray(value)) return value.map(encode)
    if (isPlain(value)) return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, encode(one)]))
    return value
  }
  const on = (channel, listener) => {
    if (!listeners.has(channel)) listeners.set(channel, new Set())
    listeners.get(channel).add(listener)
  }
  const ipcRenderer = {
    async invoke(channel, ...values) {
      const answer = await toMain({ kind: 'invoke', channel, values: encode(structuredClone(values)) })
      if (answer.error !== undefined) throw new Error("Error invoking remote method '" + channel + "': " + answer.error)
      return answer.value
    },
    send(channel, ...values) { void toMain({ kind: 'send', channel, values: encode(structuredClone(values)) }) },
    on,
    removeListener(channel, listener) { listeners.get(channel)?.delete(listener) },
  }
  window.__electronFromMain = (channel, values) => {
    for (const listener of [...(listeners.get(channel) ?? [])]) listener({ sender: ipcRenderer }, ...values)
  }
  // Pages under the debugging protocol all believe to be in front.
  let isFocused = false
  Object.defineProperty(Document.prototype, 'hasFocus', { value: () => isFocused })
  window.__electronFocus = (next) => {
    if (next === isFocused) return
    isFocused = next
    dispatchEvent(new Event(next ? 'focus' : 'blur'))
  }
  window.open = (url, name, features) => {
    void toMain({ kind: 'open', url: new URL(url, location.href).href, name: name ?? '', features: features ?? '' })
    return null
  }
  addEventListener('click', (event) => {
    const link = event.target instanceof Element ? event.target.closest('a[target=_blank]') : null
    if (link) { event.preventDefault(); window.open(link.href) }
  }, true)
  const contextBridge = {
    exposeInMainWorld(name, api) {
      if (name in window) throw new Error('Cannot bind an API on top of an existing property on the window object')
      Object.defineProperty(window, name, { value: across(api), enumerable: true })
    },
  }
  const require = (name) => {
    if (name === 'electron') return { contextBridge, ipcRenderer }
    throw new Error('module not found: ' + name)
  }
  const process = { platform: 'linux', argv: [], contextIsolated: true, sandboxed: true }
  const module = { exports: {} };
  (function (require, module, exports, process) {\n${preload}\n})(require, module, module.exports, process)
})()`
