import { type Refusal, refusal } from '#protocol/errors'
import { type CompanyAction, mayManage } from '#protocol/permissions'
import type { QueryContext } from './queries'

export const forbidden = (action: CompanyAction): { ok: false; refusal: Refusal } => ({
  ok: false,
  refusal: refusal('FORBIDDEN', `you may not ${action}`),
})

/** Refuses a question about the company to who may not ask it; null = he may. */
export const needs = ({ actor }: QueryContext, action: CompanyAction): { ok: false; refusal: Refusal } | null =>
  mayManage(actor, action) ? null : forbidden(action)
