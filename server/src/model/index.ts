export {
  buildConfiguration,
  roleAt,
  type Condition,
  type Configuration,
  type EventBlock,
  type Option,
  type Rule,
  type RuleGroup,
} from './configuration.ts';
export { roleOf, FILTERING, GROUP, ROOT, RULE, type Names, type Role } from './roles.ts';
