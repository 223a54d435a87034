import fc from 'fast-check'
import { Encoder, type Packet, PacketType } from 'socket.io-parser'
import { describe, expect, it } from 'vitest'
import { jsonPackets } from './json-packets'

const packets: fc.Arbitrary<Packet> = fc.record(
  {
    type: fc.constantFrom(PacketType.EVENT, PacketType.ACK, PacketType.CONNECT, PacketType.CONNECT_ERROR),
    nsp: fc.constantFrom('/', '/visitors'),
    id: fc.nat(),
    data: fc.jsonValue(),
  },
  { requiredKeys: ['type', 'nsp'] },
)

describe('a packet', () => {
  it('is written as Socket.IO itself writes it', () => {
    fc.assert(
      fc.property(packets, (packet) => {
        expect(new jsonPackets.Encoder().encode(packet)).toEqual(new Encoder().encode(packet))
      }),
    )
  })
})
