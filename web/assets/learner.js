(function(){
var d=document,w=window,m=d.querySelector('main'),f=d.querySelector('form[data-draft]'),s=d.querySelector('.status'),e=d.getElementById('errors');
if(m.dataset.here&&history.replaceState)history.replaceState(null,'',m.dataset.here);
if(e)e.focus();
/* frame height, told to whom the page's policy lets frame it */
var last=0,frame,up=location.ancestorOrigins,to=up&&up[0]?[up[0]]:(m.dataset.parents||'').split(' ');
function tell(v){to.forEach(function(o){try{w.parent.postMessage(v,o)}catch(x){}})}
function size(){var h=Math.ceil(m.getBoundingClientRect().bottom+w.scrollY)+1;if(h===last)return;last=h;
['lti.frameResize','org.imsglobal.lti.frameResize'].forEach(function(n){tell({subject:n,height:h})})}
/* what else the platform's page does for a tool, as it says itself within a second (Canvas); of any other nothing is asked. An answer counts only from our
   own parent, from an origin that may frame us, and to our own question. */
var can={},id='c'+Math.random().toString(36).slice(2),late=1500,whole=d.getElementById('whole'),shut=d.getElementById('shut');
function ask(n,v){if(can[n])tell(Object.assign({subject:n},v));return!!can[n]}
function hear(v){var a=v.data;if(v.source!==w.parent||to.indexOf(v.origin)<0||!a||a.message_id!==id||a.subject!=='lti.capabilities.response')return;
deaf();(Array.isArray(a.supported_messages)?a.supported_messages:[]).forEach(function(c){if(c&&!c.frame)can[c.subject]=1});
if(e)ask('lti.showAlert',{alertType:'error',body:e.querySelector('h2').textContent});
if(whole&&can.requestFullWindowLaunch&&w.innerWidth<320)whole.hidden=false;
if(shut&&can['lti.close'])shut.hidden=false;
warn(dirty)}
function deaf(){w.removeEventListener('message',hear)}
if(whole)whole.querySelector('button').addEventListener('click',function(){var u=new URL(location.href.replace(/\/u\/(?!.*\/u\/).*/,'/lti/launch'));
u.searchParams.set('unit',whole.dataset.unit);
ask('requestFullWindowLaunch',{data:{url:u.href,launchType:'same_window',resource_link_id:whole.dataset.link}});
setTimeout(function(){var a=whole.querySelector('a');a.href=location.href;a.hidden=false},late)});
if(shut)shut.querySelector('button').addEventListener('click',function(){ask('lti.close',{});
setTimeout(function(){shut.querySelector('p').hidden=false},late)});
/* while something typed is not on the server, the platform's page warns whoever leaves it */
var warned=false,dirty=false;
function warn(on){if(f&&on!==warned&&(on?ask('lti.setUnloadMessage',{message:s.dataset.unsaved}):ask('lti.removeUnloadMessage',{})))warned=on}
if(w.parent!==w){size();tell({subject:'lti.scrollToTop'});
w.addEventListener('message',hear);setTimeout(deaf,1e3);tell({subject:'lti.capabilities',message_id:id});
w.addEventListener('pagehide',function(){warn(false)});
if(w.ResizeObserver)new ResizeObserver(function(){clearTimeout(frame);frame=setTimeout(size,100)}).observe(m)}
/* active time: visible, and some input in the last 60 s */
var sum=0,seen=Date.now(),tick=seen;
function count(){var n=Date.now();if(d.visibilityState==='visible'&&n-seen<6e4)sum+=Math.min(n-tick,2e3);tick=n;
d.querySelectorAll('[name=active]').forEach(function(i){i.value=Math.max(1,sum)})}
count();setInterval(count,1e3);d.addEventListener('visibilitychange',count);
['pointerdown','pointermove','keydown','scroll','input'].forEach(function(t){w.addEventListener(t,function(){seen=Date.now()},{passive:true})});
/* one submit a page */
d.addEventListener('submit',function(v){var b=v.target;if(b.target)return;if(b.dataset.sent){v.preventDefault();return}count();clearTimeout(wait);warn(false);
b.dataset.sent=1;b.querySelectorAll('button').forEach(function(x){x.setAttribute('aria-disabled','true')})});
w.addEventListener('pageshow',function(v){if(v.persisted)d.querySelectorAll('[data-sent]').forEach(function(b){delete b.dataset.sent;
b.querySelectorAll('button').forEach(function(x){x.removeAttribute('aria-disabled')})})});
/* drafts */
var wait,failed=false,q=f&&f.elements.seq;
function body(){q.value=+q.value+1;return new URLSearchParams(new FormData(f))}
function show(t){f.querySelectorAll('.when').forEach(function(x){x.hidden=x.firstChild.disabled=(' '+t+' ').indexOf(' '+x.dataset.id+' ')<0})}
function save(){if(!dirty||f.dataset.sent)return;dirty=false;
fetch(f.dataset.draft,{method:'POST',body:body(),keepalive:true}).then(function(r){if(!r.ok)throw r;if(!dirty){s.textContent=s.dataset.saved;warn(false)}
if(failed)ask('lti.screenReaderAlert',{body:s.dataset.saved});failed=false;return r.text()}).then(show)
.catch(function(){dirty=true;s.textContent=s.dataset.failed;clearTimeout(wait);wait=setTimeout(save,5e3);
if(!failed)ask('lti.showAlert',{alertType:'warning',body:s.dataset.failed});failed=true})}
if(f&&w.fetch){f.addEventListener('input',function(v){var t=v.target;
if(t.type==='checkbox'&&t.checked)f.querySelectorAll('[name="'+t.name+'"]').forEach(function(o){if(o!==t&&('alone'in t.dataset||'alone'in o.dataset))o.checked=false});
dirty=true;warn(true);clearTimeout(wait);wait=setTimeout(save,f.querySelector('.when')?200:800)});
w.addEventListener('online',save);
w.addEventListener('pagehide',function(){if(dirty&&!f.dataset.sent&&navigator.sendBeacon)navigator.sendBeacon(f.dataset.draft,body())})}
})();
