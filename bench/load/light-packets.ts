import { Decoder, Encoder } from 'socket.io-parser'

/**
 * What watches must cost less than what it watches. Rows of everybody come to every operator, each of whom has a machine of his own to
 * read them on; here one process would read them for all of them, and hear of the messages between them too late.
 */
class LightDecoder extends Decoder {
  override add(packet: unknown): void {
    if (typeof packet !== 'string' || !packet.startsWith('2["far"')) super.add(packet)
  }
}

export const lightPackets = { Encoder, Decoder: LightDecoder }
