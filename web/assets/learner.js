(function(){
var d=document,w=window,m=d.querySelector('main'),f=d.querySelector('form[data-draft]'),s=d.querySelector('.status'),e=d.getElementById('errors');
function on(o,t,g,x){o.addEventListener(t,g,x)}
function all(o,q,g){o.querySelectorAll(q).forEach(g)}
if(m.dataset.here&&history.replaceState)history.replaceState(null,'',m.dataset.here);
if(e)e.focus();
/* frame height, to whom may frame us */
var last=0,frame,up=location.ancestorOrigins,to=up&&up[0]?[up[0]]:(m.dataset.parents||'').split(' ');
function tell(v){to.forEach(function(o){try{w.parent.postMessage(v,o)}catch(x){}})}
function size(){var h=Math.ceil(m.getBoundingClientRect().bottom+w.scrollY)+1;if(h===last)return;last=h;
['lti.frameResize','org.imsglobal.lti.frameResize'].forEach(function(n){tell({subject:n,height:h})})}
if(w.parent!==w){size();tell({subject:'lti.scrollToTop'});
if(w.ResizeObserver)new ResizeObserver(function(){clearTimeout(frame);frame=setTimeout(size,100)}).observe(m)}
/* active time: visible, some input in the last 60 s */
var sum=0,seen=Date.now(),tick=seen;
function count(){var n=Date.now();if(d.visibilityState==='visible'&&n-seen<6e4)sum+=Math.min(n-tick,2e3);tick=n;
all(d,'[name=active]',function(i){i.value=Math.max(1,sum)})}
count();setInterval(count,1e3);on(d,'visibilitychange',count);
['pointerdown','pointermove','keydown','scroll','input'].forEach(function(t){on(w,t,function(){seen=Date.now()},{passive:true})});
on(d,'submit',function(v){var b=v.target;if(b.target)return;if(b.dataset.sent||b===f&&navigator.onLine===false){v.preventDefault();if(!b.dataset.sent){clearTimeout(wait);s.textContent=s.dataset.offline}return}count();clearTimeout(wait);tells(0);
b.dataset.sent=1;all(b,'button',function(x){x.setAttribute('aria-disabled','true')})});
on(w,'pageshow',function(v){if(v.persisted)all(d,'[data-sent]',function(b){delete b.dataset.sent;
all(b,'button',function(x){x.removeAttribute('aria-disabled')})})});
/* drafts */
function tells(a){if(w.unsaved)w.unsaved(a,s)}
var wait,dirty=false,q=f&&f.elements.seq;
function body(){q.value=+q.value+1;return new URLSearchParams(new FormData(f))}
function show(t){all(f,'.when',function(x){x.hidden=x.firstChild.disabled=(' '+t+' ').indexOf(' '+x.dataset.id+' ')<0})}
function save(){if(!dirty||f.dataset.sent)return;dirty=false;
fetch(f.dataset.draft,{method:'POST',body:body(),keepalive:true}).then(function(r){if(!r.ok)throw r;if(!dirty){s.textContent=s.dataset.saved;tells(1)}return r.text()}).then(show)
.catch(function(){dirty=true;s.textContent=s.dataset.failed;tells(3);clearTimeout(wait);wait=setTimeout(save,5e3)})}
if(f&&w.fetch){on(f,'input',function(v){var t=v.target;
if(t.type==='checkbox'&&t.checked)all(f,'[name="'+t.name+'"]',function(o){if(o!==t&&('alone'in t.dataset||'alone'in o.dataset))o.checked=false});
dirty=true;tells(2);clearTimeout(wait);wait=setTimeout(save,f.querySelector('.when')?200:800)});
on(w,'online',save);
on(w,'pagehide',function(){if(dirty&&!f.dataset.sent&&navigator.sendBeacon)navigator.sendBeacon(f.dataset.draft,body())})}
})();
