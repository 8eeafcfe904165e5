/* Keeping what was filled in on this device, so that a closed window, an empty battery or a killed browser costs nothing.
 *
 * Two places, since each has a gap: localStorage is there at once and everywhere, but reaches the disk seconds later; IndexedDB says when it
 * is on the disk, but is refused here and there. The newer of both is taken up again. Neither lasts in a private window. */

class Keeper {
  /* `digest` names the framework whose answers these are; `changed` is called when another window wrote. */
  constructor(digest, changed) {
    this.key = 'khung-form ' + digest;
    this.window = String(Date.now()) + Math.random();
    this.works = { local: false, base: false };
    this.wrote = null;
    this.base = null;
    this.queue = null;
    window.addEventListener('storage', event => {
      if (event.key !== this.key || !event.newValue) return;
      const other = this.parse(event.newValue);
      if (other && other.window !== this.window) changed();
    });
  }

  parse(text) {
    try {
      const kept = JSON.parse(text);
      return kept && kept.state && kept.state.answers ? kept : null;
    } catch (error) {
      return null;
    }
  }

  /* What was kept, the newer of both places, or null. */
  async load() {
    let local = null,
      base = null;
    try {
      local = this.parse(window.localStorage.getItem(this.key) || '');
      window.localStorage.setItem(this.key + ' probe', '1');
      this.works.local = window.localStorage.getItem(this.key + ' probe') === '1';
      window.localStorage.removeItem(this.key + ' probe');
    } catch (error) {
      this.works.local = false;
    }
    try {
      this.base = await openBase();
      base = this.parse(await request(this.base.transaction('kept').objectStore('kept').get(this.key)));
      this.works.base = true;
    } catch (error) {
      this.works.base = false;
    }
    return !local || (base && base.at > local.at) ? base : local;
  }

  /* Keeps the state; gives the time of it, or null where nothing can be kept. */
  async save(state) {
    const kept = { at: Date.now(), window: this.window, state },
      text = JSON.stringify(kept);
    try {
      window.localStorage.setItem(this.key, text);
      this.works.local = true;
    } catch (error) {
      this.works.local = false;
    }
    if (this.base) {
      try {
        const change = strictly(this.base);
        change.objectStore('kept').put(text, this.key);
        await ended(change);
        this.works.base = true;
      } catch (error) {
        this.works.base = false;
      }
    }
    return this.works.local || this.works.base ? new Date(kept.at) : null;
  }

  /* Keeps what cannot be shown under another name. */
  putAside(kept) {
    try {
      window.localStorage.setItem(this.key + ' ' + kept.at, JSON.stringify(kept));
    } catch (error) {
      this.works.local = false;
    }
  }

  /* 'no' where nothing is kept, 'private' where it likely ends with the window, 'yes' else. */
  async lasting() {
    if (!this.works.local && !this.works.base) return 'no';
    return !this.works.base || (await looksPrivate()) ? 'private' : 'yes';
  }
}

const request = asked =>
  new Promise((done, failed) => {
    asked.onsuccess = () => done(asked.result);
    asked.onerror = () => failed(asked.error);
  });

const ended = change =>
  new Promise((done, failed) => {
    change.oncomplete = () => done();
    change.onabort = change.onerror = () => failed(change.error);
  });

/* A browser that never answers must not keep the form waiting. */
function openBase() {
  const late = new Promise((done, failed) => setTimeout(() => failed(new Error('late')), 2000));
  const asked = window.indexedDB.open('khung-form', 1);
  asked.onupgradeneeded = () => asked.result.createObjectStore('kept');
  return Promise.race([request(asked), late]);
}

/* On the disk before it is said to be; older browsers do so anyway or do not know the word. */
function strictly(base) {
  try {
    return base.transaction('kept', 'readwrite', { durability: 'strict' });
  } catch (error) {
    return base.transaction('kept', 'readwrite');
  }
}

/* No browser says that a window is private, and new ones take care not to; so the first page warns of it always. Some give it away: Chromium
 * before 2025 gives such a window little room, Firefox before 115 refuses it a database, later ones and Safari refuse it a folder. */
async function looksPrivate() {
  const storage = navigator.storage;
  try {
    if (storage && window.performance.memory && storage.estimate) {
      const { quota } = await storage.estimate();
      return quota < 2 * window.performance.memory.jsHeapSizeLimit;
    }
    if (storage && storage.getDirectory && window.isSecureContext && window.location.protocol !== 'file:') {
      await storage.getDirectory();
      return false;
    }
  } catch (error) {
    return true;
  }
  return false;
}
