import { Bytes } from '../net';
import { decodePercent } from './percent';
import { MAX_PARAMS, Request } from './request';
import { Route } from './route';

const SLASH: u8 = 0x2f;
const PERCENT: u8 = 0x25;

/** The method of a route that takes every method. */
export const ANY_METHOD: string = '*';

/** A place in the tree of paths: what comes between two slashes. */
class Place {
  readonly bytes: Bytes;
  readonly children: Place[] = [];
  parameter: Place | null = null;
  rest: Place | null = null;
  readonly methods: string[] = [];
  readonly routes: Route[] = [];

  constructor(readonly text: string) {
    this.bytes = Bytes.of(text);
  }

  /** Returns the route for a method: its own before one for all; HEAD is answered by GET's. */
  routeFor(method: string): Route | null {
    let i = this.methods.indexOf(method);
    if (i < 0 && method == 'HEAD') i = this.methods.indexOf('GET');
    if (i < 0 && method != 'TRACE' && method != 'CONNECT') i = this.methods.indexOf(ANY_METHOD);
    return i < 0 ? null : this.routes[i];
  }
}

/**
 * Finds the route of a request. Paths are matched from slash to slash: a text before a parameter (`:name`), and that before the rest
 * (`*`); where one leads nowhere the next is tried.
 */
export class Router {
  /** The methods that are known. */
  readonly methods: string[] = [
    'GET',
    'HEAD',
    'POST',
    'PUT',
    'PATCH',
    'DELETE',
    'OPTIONS',
    'TRACE',
    'CONNECT',
  ];
  /** The methods that there are for the path of the last `find`, when it has found no route. */
  readonly allowed: string[] = [];
  private root: Place = new Place('');

  /** Adds a route. Returns what is wrong with it, in words that begin with a verb; empty: nothing. */
  add(method: string, path: string, route: Route): string {
    if (path.length == 0 || path.charCodeAt(0) != SLASH) return 'does not begin with a slash';
    let place = this.root;
    for (let start = 1; start <= path.length;) {
      let end = path.indexOf('/', start);
      if (end < 0) end = path.length;
      const text = path.substring(start, end);
      start = end + 1;
      if (text == '*' && start <= path.length) return 'goes on after *';
      place = this.below(place, text);
      if (text != '*' && !text.startsWith(':')) continue;
      const name = text == '*' ? text : text.substring(1);
      if (name.length == 0) return 'has a parameter without a name';
      if (route.paramNames.includes(name)) return 'has a parameter twice';
      if (route.paramNames.length == MAX_PARAMS) return 'has too many parameters';
      route.paramNames.push(name);
    }
    if (place.methods.includes(method)) return 'is there twice';
    place.methods.push(method);
    place.routes.push(route);
    if (method != ANY_METHOD && !this.methods.includes(method)) this.methods.push(method);
    return '';
  }

  /** Returns the route of a request and notes its parameters; null: there is none, and `allowed` tells for which methods there is. */
  find(request: Request): Route | null {
    this.allowed.length = 0;
    const location = request.location;
    if (location.isAsterisk) return null;
    const route = this.match(
      this.root,
      request,
      location.pathStart + 1,
      max(location.pathEnd, location.pathStart + 1),
      0,
    );
    if (route != null) request.paramNames = route.paramNames;
    return route;
  }

  private below(place: Place, text: string): Place {
    if (text == '*') {
      const rest = place.rest;
      return rest != null ? rest : (place.rest = new Place(text));
    }
    if (text.startsWith(':')) {
      const parameter = place.parameter;
      return parameter != null ? parameter : (place.parameter = new Place(text));
    }
    for (let i = 0; i < place.children.length; i++)
      if (place.children[i].text == text) return place.children[i];
    const child = new Place(text);
    place.children.push(child);
    return child;
  }

  /** Goes on behind a slash. The depth is that of the tree, whatever the request. */
  private match(place: Place, request: Request, start: i32, pathEnd: i32, params: i32): Route | null {
    if (start > pathEnd) return this.arrive(place, request);
    const buffer = request.location.buffer;
    let end = start;
    while (end < pathEnd && unchecked(buffer[end]) != SLASH) end++;
    for (let i = 0; i < place.children.length; i++) {
      const child = place.children[i];
      if (!isAt(child, buffer, start, end)) continue;
      const route = this.match(child, request, end + 1, pathEnd, params);
      if (route != null) return route;
      break;
    }
    const parameter = place.parameter;
    if (parameter != null && end > start) {
      note(request, params, start, end);
      const route = this.match(parameter, request, end + 1, pathEnd, params + 1);
      if (route != null) return route;
    }
    const rest = place.rest;
    if (rest == null) return null;
    note(request, params, start, pathEnd);
    return this.arrive(rest, request);
  }

  private arrive(place: Place, request: Request): Route | null {
    const route = place.routeFor(request.method);
    if (route != null) return route;
    for (let i = 0; i < place.methods.length; i++)
      if (!this.allowed.includes(place.methods[i])) this.allowed.push(place.methods[i]);
    return null;
  }
}

function isAt(place: Place, buffer: StaticArray<u8>, start: i32, end: i32): bool {
  const bytes = place.bytes;
  let same = 0;
  while (same < bytes.length && start + same < end && bytes.at(same) == unchecked(buffer[start + same]))
    same++;
  if (same == bytes.length && start + same == end) return true;
  for (let i = start; i < end; i++)
    if (unchecked(buffer[i]) == PERCENT) return decodePercent(buffer, start, end) == place.text;
  return false;
}

function note(request: Request, param: i32, start: i32, end: i32): void {
  request.paramRanges[2 * param] = start;
  request.paramRanges[2 * param + 1] = end;
}
