import { Decoder, type Packet } from 'socket.io-parser'

/**
 * Packets as Socket.IO writes them (socket.io-protocol 5), without its search of every value for binary parts, which takes half
 * as long as the JSON itself: files go over HTTP, so nothing here is binary. Read as usual.
 */
class JsonEncoder {
  encode({ type, nsp, id, data }: Packet): string[] {
    const place = nsp === '/' || nsp === undefined ? '' : `${nsp},`
    const body = data === undefined || data === null ? '' : JSON.stringify(data)
    return [`${type}${place}${id ?? ''}${body}`]
  }
}

export const jsonPackets = { Encoder: JsonEncoder, Decoder }
