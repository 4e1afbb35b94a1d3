/* Photos of a form: shrunk in the browser to 1,600 px, shown at once, removable. Without this the file field works as it is. */

const LONG_SIDE = 1600;
const SVG = "http://www.w3.org/2000/svg";

/** A JPEG of at most LONG_SIDE pixels; the file itself where the browser cannot draw it. */
async function shrink(file) {
  let picture;
  try {
    picture = await createImageBitmap(file, { imageOrientation: "from-image" });
  } catch {
    return file;
  }
  const scale = Math.min(1, LONG_SIDE / Math.max(picture.width, picture.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(picture.width * scale);
  canvas.height = Math.round(picture.height * scale);
  canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
  picture.close();
  const blob = await new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.82));
  if (!blob || (scale === 1 && blob.size >= file.size)) return file;
  return new File([blob], file.name.replace(/\.\w+$/, "") + ".jpg", { type: "image/jpeg", lastModified: file.lastModified });
}

function icon(box, name) {
  const svg = document.createElementNS(SVG, "svg");
  const use = document.createElementNS(SVG, "use");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  use.setAttribute("href", `${box.dataset.icons}#${name}`);
  svg.append(use);
  return svg;
}

class PhotoBox {
  constructor(box) {
    this.box = box;
    this.input = box.querySelector('input[type="file"]');
    this.row = box.querySelector(".photos");
    this.most = Number(box.dataset.most);
    this.files = [];
    this.kinds = new Map();
    this.settled = Promise.resolve();
    box.classList.add("ready");
    this.input.addEventListener("change", () => this.take([...this.input.files]));
  }

  /** Shown and carried at once; the small copies take the places of those not removed meanwhile. */
  async take(chosen) {
    const fresh = chosen.filter((file) => file.type.startsWith("image/")).slice(0, this.most - this.files.length);
    this.files.push(...fresh);
    this.show(false);
    const copies = Promise.all(fresh.map(shrink));
    this.settled = Promise.all([this.settled, copies]);
    const small = await copies;
    this.files = this.files.map((file) => this.replaced(file, small[fresh.indexOf(file)]));
    this.show();
  }

  replaced(file, copy) {
    if (!copy) return file;
    this.kinds.set(copy, this.kinds.get(file));
    return copy;
  }

  /** Carry exactly these, shrunk already; `kinds` tells what each shows. */
  put(files, kinds = []) {
    this.files = [...files];
    this.kinds = new Map(files.map((file, place) => [file, kinds[place]]));
    this.show();
  }

  /** What a photo shows: as chosen below it, or what the field is for. */
  kindOf(file) {
    return this.kinds.get(file) ?? this.input.name;
  }

  /** The field carries exactly what is shown. */
  show(settled = true) {
    const carried = new DataTransfer();
    for (const file of this.files) carried.items.add(file);
    this.input.files = carried.files;
    for (const old of this.row.querySelectorAll("figure")) {
      URL.revokeObjectURL(old.querySelector("img").src);
      old.remove();
    }
    this.files.forEach((file, place) => this.input.closest("label").before(this.figure(file, place)));
    this.input.closest("label").hidden = this.files.length >= this.most;
    this.box.dispatchEvent(new CustomEvent("photos:changed", { bubbles: true, detail: { files: this.files, settled } }));
  }

  figure(file, place) {
    const figure = document.createElement("figure");
    figure.className = "shot";
    const image = document.createElement("img");
    image.src = URL.createObjectURL(file);
    image.alt = `${this.box.dataset.alt} ${place + 1}`;
    const remove = document.createElement("button");
    remove.type = "button";
    remove.setAttribute("aria-label", `${this.box.dataset.remove} ${place + 1}`);
    remove.append(icon(this.box, "x"));
    remove.addEventListener("click", () => {
      this.files.splice(place, 1);
      this.show();
    });
    figure.append(image, remove);
    const views = this.box.querySelector("template[data-views]")?.content.cloneNode(true);
    if (views) figure.append(this.view(views.firstElementChild, file, place));
    return figure;
  }

  /** Near or far: nobody has to choose. */
  view(select, file, place) {
    select.value = this.kindOf(file);
    select.setAttribute("aria-label", `${select.getAttribute("aria-label")} ${place + 1}`);
    select.addEventListener("change", () => {
      this.kinds.set(file, select.value);
      this.box.dispatchEvent(new CustomEvent("photos:changed", { bubbles: true, detail: { files: this.files, settled: true } }));
    });
    return select;
  }
}

for (const box of document.querySelectorAll("[data-photos]")) box.photoBox = new PhotoBox(box);
