// Shows openapi.json and asyncapi.json. Text goes into the page as text only, never as HTML.

const operations = document.querySelector('#operations');
const events = document.querySelector('#events');
const filter = document.querySelector('#filter');

/** An element with a class and children; strings become text. */
function element(name, className, ...children) {
  const node = document.createElement(name);
  if (className) node.className = className;
  node.append(...children);
  return node;
}

/** A schema in the notation of TypeScript, references by their name. */
function typeText(schema, indent = '') {
  if (!schema || typeof schema !== 'object') return 'anything';
  if (schema.$ref) return schema.$ref.split('/').at(-1);
  if ('const' in schema) return JSON.stringify(schema.const);
  if (schema.enum) return schema.enum.map((value) => JSON.stringify(value)).join(' | ');
  const variants = schema.anyOf ?? schema.oneOf;
  if (variants) return variants.map((item) => typeText(item, indent)).join(' | ');
  if (schema.allOf) return schema.allOf.map((item) => typeText(item, indent)).join(' & ');
  if (Array.isArray(schema.type)) return schema.type.join(' | ');
  if (schema.type === 'array') return `Array<${typeText(schema.items, indent)}>`;
  if (schema.properties) {
    const inner = `${indent}  `;
    const lines = Object.entries(schema.properties).map(([key, value]) => {
      const mark = schema.required?.includes(key) ? '' : '?';
      return `${inner}${key}${mark}: ${typeText(value, inner)}${noteText(value)}`;
    });
    return `{\n${lines.join('\n')}\n${indent}}`;
  }
  return `${schema.type ?? 'anything'}${schema.format ? ` (${schema.format})` : ''}`;
}

/** Bounds and meaning of a value, as a comment. */
function noteText(schema) {
  const bounds = ['minLength', 'maxLength', 'minimum', 'maximum', 'minItems', 'maxItems', 'pattern', 'default']
    .filter((key) => schema[key] !== undefined)
    .map((key) => `${key} ${JSON.stringify(schema[key])}`);
  const notes = [...(schema.description ? [schema.description] : []), ...bounds];
  return notes.length > 0 ? `  // ${notes.join(', ')}` : '';
}

function contentText(content) {
  return Object.entries(content ?? {}).map(([type, { schema }]) =>
    element('div', '', element('span', 'dim', type), element('pre', '', typeText(schema))),
  );
}

function parameterText(parameter) {
  const need = parameter.required ? '' : ', optional';
  return element(
    'div',
    '',
    element('code', '', parameter.name),
    element(
      'span',
      'dim',
      ` in ${parameter.in}${need}: ${typeText(parameter.schema)}${noteText(parameter.schema ?? {})}`,
    ),
  );
}

function operationBox(path, verb, operation) {
  const access = operation.security ? 'token' : 'all';
  const box = element(
    'details',
    '',
    element(
      'summary',
      '',
      element('span', 'verb', verb.toUpperCase()),
      element('code', '', path),
      element('span', 'dim', ` ${operation.summary ?? ''} (${access})`),
    ),
  );
  if (operation.description) box.append(element('p', '', operation.description));
  if (operation.parameters?.length)
    box.append(element('h3', '', 'Parameters'), ...operation.parameters.map(parameterText));
  if (operation.requestBody) box.append(element('h3', '', 'Body'), ...contentText(operation.requestBody.content));
  for (const [status, answer] of Object.entries(operation.responses ?? {})) {
    box.append(element('h3', '', `${status} ${answer.description ?? ''}`));
    if (status < '300') box.append(...contentText(answer.content));
  }
  box.dataset.words = `${verb} ${path} ${operation.summary ?? ''}`.toLowerCase();
  return box;
}

function show(api) {
  document.querySelector('#title').textContent = `${api.info.title} ${api.info.version}`;
  document.querySelector('#description').textContent = api.info.description ?? '';
  const groups = new Map();
  for (const [path, item] of Object.entries(api.paths)) {
    for (const [verb, operation] of Object.entries(item)) {
      const tag = operation.tags?.[0] ?? 'other';
      if (!groups.has(tag)) groups.set(tag, element('section', '', element('h2', '', tag)));
      groups.get(tag).append(operationBox(path, verb, operation));
    }
  }
  const types = Object.entries(api.components?.schemas ?? {}).map(([name, schema]) =>
    element('details', '', element('summary', '', element('code', '', name)), element('pre', '', typeText(schema))),
  );
  if (types.length > 0) groups.set('types', element('section', '', element('h2', '', 'Types'), ...types));
  operations.replaceChildren(...groups.values());
}

/** One box per event type; of its envelope only the payload differs. */
function eventBox(topic, { name, summary, payload }) {
  const box = element(
    'details',
    '',
    element('summary', '', element('code', '', name), element('span', 'dim', ` ${summary}`)),
    element('h3', '', 'data.payload'),
    element('pre', '', typeText(payload.properties.data.properties.payload)),
  );
  box.dataset.words = `event ${topic} ${name} ${summary}`.toLowerCase();
  return box;
}

function showEvents(api) {
  events.replaceChildren(element('h2', '', 'Events between services'), element('p', '', api.info.description));
  for (const [topic, channel] of Object.entries(api.channels)) {
    events.append(element('h3', '', `${topic} `, element('span', 'dim', channel.description)));
    events.append(...Object.keys(channel.messages).map((name) => eventBox(topic, api.components.messages[name])));
  }
}

async function load(address) {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`status ${response.status}`);
  return response.json();
}

filter.addEventListener('input', () => {
  const words = filter.value.toLowerCase().split(' ').filter(Boolean);
  for (const box of document.querySelectorAll('details[data-words]')) {
    box.hidden = !words.every((word) => box.dataset.words.includes(word));
  }
});

try {
  show(await load('../openapi.json'));
} catch (error) {
  document.querySelector('#description').textContent = `The description cannot be loaded: ${error.message}`;
}
try {
  showEvents(await load('../asyncapi.json'));
} catch (error) {
  events.textContent = `The description of the events cannot be loaded: ${error.message}`;
}
