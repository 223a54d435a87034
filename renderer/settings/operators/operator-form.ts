import { z } from 'zod'
import { OperatorForm as Command } from '#protocol/commands'
import { type AccountDetails, Login, OperatorName, Role } from '#protocol/operator'

/** An account as one writes it: the limit is a choice and, for one's own, a number in a field. */
export const OperatorFields = z
  .object({
    name: OperatorName,
    login: Login,
    role: Role,
    canSupervise: z.boolean(),
    mayExceedLimit: z.boolean(),
    takesPart: z.boolean(),
    limitKind: z.enum(['company', 'own', 'none']),
    limit: z.string(),
  })
  .refine(
    ({ limitKind, limit }) => limitKind !== 'own' || (/^\s*\d{1,5}\s*$/u.test(limit) && Number(limit) <= 10_000),
    {
      path: ['limit'],
    },
  )
export type OperatorFields = z.infer<typeof OperatorFields>

export const newOperator: OperatorFields = {
  name: '',
  login: '',
  role: 'employee',
  canSupervise: false,
  mayExceedLimit: false,
  takesPart: true,
  limitKind: 'company',
  limit: '10',
}

export function fieldsOf(account: AccountDetails): OperatorFields {
  const { name, login, role, canSupervise, mayExceedLimit, takesPart, limit } = account
  const limitKind = limit === 'company' ? 'company' : limit === null ? 'none' : 'own'
  return {
    name,
    login,
    role,
    canSupervise,
    mayExceedLimit,
    takesPart,
    limitKind,
    limit: typeof limit === 'number' ? String(limit) : '10',
  }
}

export function commandOf(fields: OperatorFields): Command {
  const { limitKind, limit, ...rest } = fields
  const limits = { company: 'company', none: null, own: Number(limit) } as const
  return Command.parse({
    ...rest,
    // The right to supervise belongs to employees: an administrator has it anyway, an observer cannot.
    canSupervise: rest.role === 'employee' && rest.canSupervise,
    limit: limits[limitKind],
  })
}
