// Validates every element template against Camunda's schema; exits 1 when one is wrong.
import { validateAll } from '@bpmn-io/element-templates-validator';
import { readdirSync, readFileSync } from 'node:fs';

const folder = new URL('element-templates/', import.meta.url);
let wrong = 0;
for (const file of readdirSync(folder).sort()) {
  const templates = JSON.parse(readFileSync(new URL(file, folder), 'utf8'));
  for (const { valid, object, errors } of validateAll(templates).results) {
    if (!valid) {
      wrong += 1;
      for (const { message } of errors) {
        console.error(`${file}: ${object.id}: ${message}`);
      }
    }
  }
  console.log(`${file}: ${templates.length} templates`);
}
process.exit(wrong === 0 ? 0 : 1);
