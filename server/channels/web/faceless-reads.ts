import type { VisitorLine } from '#protocol/visitor'
import type { VisitorReads } from '../ports'

const bare = (line: VisitorLine): VisitorLine => ({ ...line, picture: null })

/** The same for a site that shows no faces. */
export const facelessReads = (reads: VisitorReads): VisitorReads => ({
  gap: async (...asked) => {
    const gap = await reads.gap(...asked)
    return { ...gap, lines: gap.lines.map(bare) }
  },
  history: async (...asked) => {
    const page = await reads.history(...asked)
    return { ...page, lines: page.lines.map(bare) }
  },
  line: async (...asked) => {
    const line = await reads.line(...asked)
    return line && bare(line)
  },
  ownLine: (...asked) => reads.ownLine(...asked),
  unsettled: (...asked) => reads.unsettled(...asked),
  uploads: (...asked) => reads.uploads(...asked),
  rating: (...asked) => reads.rating(...asked),
})
