// The files that wait in an outbox, in IndexedDB: text has room in the browser's local storage, pictures have not.

const opened = () => new Promise((resolve, reject) => {
  const asked = indexedDB.open('outbox', 1);
  asked.onupgradeneeded = () => asked.result.createObjectStore('files');
  asked.onsuccess = () => resolve(asked.result);
  asked.onerror = () => reject(asked.error);
});

async function within(mode, work) {
  const base = await opened();
  try {
    return await new Promise((resolve, reject) => {
      const transaction = base.transaction('files', mode);
      const asked = work(transaction.objectStore('files'));
      transaction.oncomplete = () => resolve(asked.result);
      transaction.onerror = () => reject(transaction.error);
      transaction.onabort = () => reject(transaction.error);
    });
  } finally {
    base.close();
  }
}

/** Keep the files of an item: {field: File or list of them}. */
export const put = (id, files) => within('readwrite', store => store.put(files, id));

/** The files of an item, as they were put. */
export const fetchFiles = async id => (await within('readonly', store => store.get(id))) ?? {};

/** Forget the files of an item. */
export const drop = id => within('readwrite', store => store.delete(id));
