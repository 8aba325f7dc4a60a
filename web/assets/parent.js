/* What else the platform's page does for a tool, as it says itself within a second; of any other nothing is asked. An answer counts only from our own
   parent, from an origin that may frame us, and to our own question. Beside learner.js, where the profile of the LMS says that it listens. */
(function(){
var d=document,w=window,f=d.querySelector('form[data-draft]'),s=d.querySelector('.status'),e=d.getElementById('errors'),up=location.ancestorOrigins,
to=up&&up[0]?[up[0]]:(d.querySelector('main').dataset.parents||'').split(' '),can={},id='c'+Math.random().toString(36).slice(2),late=1500,
whole=d.getElementById('whole'),shut=d.getElementById('shut'),warned=false,dirty=false,failed=false;
if(w.parent===w)return;
function tell(v){to.forEach(function(o){try{w.parent.postMessage(v,o)}catch(x){}})}
function ask(n,v){if(can[n])tell(Object.assign({subject:n},v));return!!can[n]}
function hear(v){var a=v.data;if(v.source!==w.parent||to.indexOf(v.origin)<0||!a||a.message_id!==id||a.subject!=='lti.capabilities.response')return;
deaf();(Array.isArray(a.supported_messages)?a.supported_messages:[]).forEach(function(c){if(c&&!c.frame)can[c.subject]=1});
if(e)ask('lti.showAlert',{alertType:'error',body:e.querySelector('h2').textContent});
if(whole&&can.requestFullWindowLaunch&&w.innerWidth<320)whole.hidden=false;
if(shut&&can['lti.close'])shut.hidden=false;
warn()}
function deaf(){w.removeEventListener('message',hear)}
if(whole)whole.querySelector('button').addEventListener('click',function(){var u=new URL(location.href.replace(/\/u\/(?!.*\/u\/).*/,'/lti/launch'));
u.searchParams.set('unit',whole.dataset.unit);
ask('requestFullWindowLaunch',{data:{url:u.href,launchType:'same_window',resource_link_id:whole.dataset.link}});
setTimeout(function(){var a=whole.querySelector('a');a.href=location.href;a.hidden=false},late)});
if(shut)shut.querySelector('button').addEventListener('click',function(){ask('lti.close',{});
setTimeout(function(){shut.querySelector('p').hidden=false},late)});
/* while something typed is not on the server, the platform's page warns whoever leaves it */
function warn(){if(f&&s&&dirty!==warned&&(dirty?ask('lti.setUnloadMessage',{message:s.dataset.unsaved}):ask('lti.removeUnloadMessage',{})))warned=dirty}
/* 0 handed in, 1 saved, 2 typed, 3 could not be saved */
w.unsaved=function(what,status){dirty=what>1;warn();
if(what===3&&!failed)ask('lti.showAlert',{alertType:'warning',body:status.dataset.failed});
if(what===1&&failed)ask('lti.screenReaderAlert',{body:status.dataset.saved});
if(what&1)failed=what>1};
w.addEventListener('message',hear);setTimeout(deaf,1e3);tell({subject:'lti.capabilities',message_id:id});
w.addEventListener('pagehide',function(){dirty=false;warn()})
})();
