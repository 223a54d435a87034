import { io, type Socket } from 'socket.io-client'

export function connect(hub: string): Socket {
  return io(hub, { transports: ['websocket'] })
}
