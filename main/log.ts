import log from 'electron-log/main'
import type { Report } from '#client/reports'

/** Names and codes only: a text, a name or a token never gets into an error that is logged here. */
const codeOf = (error: unknown): string => (error instanceof Error ? error.name : 'unknown')

export interface Log {
  info(what: string): void
  warn(what: string): void
}

/** A rotated file in the logs folder of the system, and the console in development. */
export function openLog(isPackaged: boolean): Log {
  log.transports.file.maxSize = 1024 * 1024
  log.transports.console.level = isPackaged ? false : 'warn'
  return { info: (what) => log.info(what), warn: (what) => log.warn(what) }
}

/** One line of a report of the workspace. Pure. */
export function reportLine(report: Report): string {
  switch (report.kind) {
    case 'brokenPacket':
      return `broken packet ${report.packet} ${report.conversationId ?? ''}`
    case 'desync':
      return `desync ${report.count}`
    case 'catchUpRefused':
      return `catch-up refused ${report.code}`
    case 'cacheFailed':
      return `cache failed ${codeOf(report.error)}`
    case 'failed':
      return `failed during ${report.during} ${codeOf(report.error)}`
  }
}
