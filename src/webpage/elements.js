/* Elements. Nothing is ever put into the page as markup: texts become text nodes. */

/* h('p', {class: 'x', onclick: f, '.checked': true}, 'text', element…): names with a point are properties, on… are listeners; kids may be lists,
 * null and false are left out. */
function h(tag, attributes, ...kids) {
  const element = document.createElement(tag);
  for (const name of Object.keys(attributes || {})) {
    const value = attributes[name];
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
    else if (name[0] === '.') element[name.slice(1)] = value;
    else element.setAttribute(name, value === true ? '' : value);
  }
  return fill(element, kids);
}

function fill(element, kids) {
  for (const kid of [].concat(...kids)) {
    if (Array.isArray(kid)) fill(element, kid);
    else if (kid !== null && kid !== undefined && kid !== false) element.append(kid);
  }
  return element;
}

function refill(element, ...kids) {
  element.textContent = '';
  return fill(element, kids);
}

/* A sign as a small drawing that readers do not see; a word always stands beside it. */
const SIGNS = { yes: 'M1 4.5 3 6.5 7 1.5', no: 'M1.5 1.5 6.5 6.5M6.5 1.5 1.5 6.5', open: 'M4 1A3 3 0 1 1 3.99 1Z', warn: 'M4 1 7.5 7 .5 7Z' };
function sign(name) {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg'),
    path = document.createElementNS('http://www.w3.org/2000/svg', 'path');
  svg.setAttribute('viewBox', '0 0 8 8');
  svg.setAttribute('aria-hidden', 'true');
  svg.setAttribute('class', 'sign ' + name);
  path.setAttribute('d', SIGNS[name]);
  svg.append(path);
  return svg;
}
