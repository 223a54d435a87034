import type { Migration } from '../../migrate'

/** Operators have faces: a file of their own, beside those of messages. */
export const operatorPictures: Migration = {
  name: '0011-operator-pictures',
  statements: [
    'alter table account add column picture text references attachment (id)',
    'create index account_picture on account (picture)',
  ],
}
