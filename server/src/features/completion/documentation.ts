import type { SchemaContext } from '../../schema/context.ts';
import { describeMask } from '../describe/access.ts';
import { describeCondition } from '../describe/condition.ts';
import { describeEvent } from '../describe/event.ts';
import { describeField } from '../describe/field.ts';
import { describeKeyword, describeOption, describeSchema } from '../describe/keyword.ts';
import { sayCase } from '../describe/say.ts';
import { describeTechnique } from '../describe/technique.ts';
import { describeOptionValue, describeValue } from '../describe/value.ts';
import type { Lookup } from '../lookup.ts';
import type { ItemData } from './items.ts';

/** The documentation of an item as markdown, empty where there is none. */
export function documentationOf(known: Lookup, schemas: SchemaContext, data: ItemData): string {
  const schema = schemas.newest;
  switch (data.of) {
    case 'event':
      return describeEvent(known, schemas, schema, data.name) ?? '';
    case 'field':
      return describeField(known, schemas, schema, data.tag, data.name) ?? '';
    case 'option':
      return describeOption(known, schemas, schema, data.name) ?? '';
    case 'condition':
      return describeCondition(known, schemas, schema, data.name);
    case 'schema':
      return describeSchema(known, data.name);
    case 'technique':
      return describeTechnique(known, data.name);
    case 'mask':
      return describeMask(known, data.name) ?? '';
    case 'keyword':
      return describeKeyword(known, data.key, data.name);
    case 'case':
      return sayCase(known, data.key, data.name);
    case 'value':
      return describeValue(known, data.field, data.set, data.name);
    case 'optionValue':
      return describeOptionValue(known, data.option, data.name);
    default:
      return '';
  }
}
