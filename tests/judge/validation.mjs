// The standalone validator's findings on one statement, as short lines; empty is good.
import { createRequire } from 'node:module';

const { default: validate } = createRequire(import.meta.url)('@learninglocker/xapi-validation');

export const findings = (statement) => validate(statement).map((warning) => `${warning.constructor.name} ${(warning.path ?? []).join('.')}`);
