(function(){
var d=document,w=window;
/* copy buttons: only where there is a clipboard, so none that does nothing */
if(navigator.clipboard)d.querySelectorAll('main [data-copy]').forEach(function(e){
var b=d.createElement('button'),t=d.body.dataset;b.type='button';b.className='button second copy';b.textContent=t.copy;
b.addEventListener('click',function(){navigator.clipboard.writeText(e.value||e.textContent).then(function(){b.textContent=t.copied;setTimeout(function(){b.textContent=t.copy},2e3)})});
e.after(b)});
/* what was just done, or what is wrong, is where the reader goes on from */
var first=d.querySelector('[role=alert]');if(first){first.tabIndex=-1;first.focus()}
/* what the server makes of a text, a moment after the last key */
d.querySelectorAll('textarea[data-look]').forEach(function(e){var wait,asked=0;e.addEventListener('input',function(){clearTimeout(wait);
wait=setTimeout(function(){var turn=++asked;fetch(e.dataset.look,{method:'POST',credentials:'same-origin',body:new URLSearchParams(new FormData(e.form))}).then(function(r){
if(!r.ok)throw r;return r.text()}).then(function(text){if(turn!==asked)return;
var place=d.getElementById('look'),next=new DOMParser().parseFromString(text,'text/html');place.replaceChildren.apply(place,next.body.childNodes)}).catch(function(){/* the next key asks again */})},600)})});
/* a file goes into the text, which is what is sent */
d.querySelectorAll('textarea[data-file]').forEach(function(e){var p=d.createElement('p'),l=d.createElement('label'),i=d.createElement('input');
i.type='file';i.accept='.csv,text/csv';l.textContent=e.dataset.file+' ';l.append(i);p.append(l);e.before(p);
i.addEventListener('change',function(){var f=i.files[0];if(f)f.text().then(function(t){e.value=t})})});
/* the page looks again by itself until it has an answer; hidden pages wait */
function look(){var live=d.querySelector('[data-poll]');if(!live)return;
setTimeout(function(){if(d.visibilityState==='hidden')return look();
fetch(w.location.href,{credentials:'same-origin'}).then(function(r){if(!r.ok)throw r;return r.text()}).then(function(text){
var next=new DOMParser().parseFromString(text,'text/html').querySelector('[data-live]');if(!next)return;
if(!next.isEqualNode(live))live.replaceChildren.apply(live,next.childNodes);
if(!next.dataset.poll)delete live.dataset.poll;look()}).catch(look)},+live.dataset.poll||2500)}
look();
})();
