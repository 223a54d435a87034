import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { replayStore } from './storage/replay-store'
import { openReadable } from './storage/sqlite/connection'

/** `npm run replay -- --data DIR`: decides again whatever the store in the folder keeps; reads only, the hub may run. */
const file = join(process.argv[2] ?? './data', 'pult.sqlite')
if (!existsSync(file)) {
  process.stderr.write(`There is no store at ${file}\n`)
  process.exit(64)
}
const { decisions, assignments, differing } = await replayStore(openReadable(file))
process.stdout.write(
  `${decisions} decisions, ${assignments} assignments, ${differing.length} that come out otherwise\n`,
)
for (const line of differing) process.stdout.write(`  basis and conversation: ${line}\n`)
process.exit(differing.length === 0 ? 0 : 1)
