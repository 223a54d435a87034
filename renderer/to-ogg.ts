import { BlobSource, BufferTarget, Conversion, Input, OggOutputFormat, Output, WEBM } from 'mediabunny'

/** The same sound in another box: browsers record Opus into WebM, messengers play it out of Ogg. Loaded with the first voice. */
export async function toOgg(recorded: Blob): Promise<ArrayBuffer> {
  const input = new Input({ source: new BlobSource(recorded), formats: [WEBM] })
  const target = new BufferTarget()
  const conversion = await Conversion.init({ input, output: new Output({ format: new OggOutputFormat(), target }) })
  await conversion.execute()
  if (target.buffer === null) throw new Error('nothing was recorded')
  return target.buffer
}
