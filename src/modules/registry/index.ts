/** The door for modules after this one: whose file it is, what it already tells, and names for lists. */
export {
  difficultiesOf,
  documentsOf,
  type KnownMember,
  type KnownPerson,
  knownOf,
  membersOf,
  type PersonInBrief,
  peopleInBrief,
} from './known.ts'
export { ofPerson } from './queries.ts'
