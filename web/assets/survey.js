/* Whoever tells their career stage keeps what is ticked below: it is sent by itself, and the form goes on under the address that comes back. The two never
   travel in one request, for the form keeps no name. Sending waits for a connection: in a frame the browser's error page would be all that is left. */
(function(){
var d=document,o=d.querySelector('.person-question'),f=d.getElementById('survey'),s=d.getElementById('told');
if(!f||!s)return;
function say(what){s.textContent=s.dataset[what]}
f.addEventListener('submit',function(v){if(navigator.onLine===false){v.preventDefault();v.stopPropagation();say('offline')}});
if(!o||!window.fetch)return;
o.addEventListener('submit',function(v){
var b=v.submitter,body;
if(!b||o.dataset.sent)return;
v.preventDefault();
body=new URLSearchParams(new FormData(o));body.set(b.name,b.value);
fetch(o.action,{method:'POST',credentials:'same-origin',body:body}).then(function(r){
if(!r.ok||!r.redirected)throw r;
f.action=r.url;if(history.replaceState)history.replaceState(null,'',r.url);
o.remove();say('kept');s.focus();
}).catch(function(){delete o.dataset.sent;o.querySelectorAll('button').forEach(function(x){x.removeAttribute('aria-disabled')});say('failed')})});
})();
