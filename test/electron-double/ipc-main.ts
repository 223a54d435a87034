import { EventEmitter } from 'node:events'
import type { IpcMainInvokeEvent } from 'electron'
import { strict } from './record'

type Handler = (event: IpcMainInvokeEvent, ...values: unknown[]) => unknown

export class IpcMainDouble extends EventEmitter {
  readonly handlers = new Map<string, Handler>()

  handle(channel: string, handler: Handler): void {
    if (this.handlers.has(channel)) throw new Error(`Attempted to register a second handler for '${channel}'`)
    this.handlers.set(channel, handler)
  }

  removeHandler(channel: string): void {
    this.handlers.delete(channel)
  }
}

export const ipcMainDouble = new IpcMainDouble()
export const ipcMain = strict('ipcMain', ipcMainDouble)
