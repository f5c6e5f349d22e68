import { isEnumType, type GraphQLSchema } from 'graphql';
import type { Language } from './parameters';

/** The name of an enum's value in a language, read from its description: 'English (tiếng Việt)'. */
export type Words = (enumName: string, value: string) => string;

export function wordsOf(schema: GraphQLSchema, language: Language): Words {
  return (enumName, value) => {
    const type = schema.getType(enumName);
    const description = isEnumType(type) ? (type.getValue(value)?.description ?? '') : '';
    const [, en = value, vi = value] = /^(.*?)(?:;[^()]*)? \(([^()]*)\)$/.exec(description) ?? [];
    return language === 'EN' ? en : vi;
  };
}
