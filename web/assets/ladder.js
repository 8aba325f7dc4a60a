/* Launch without cookies: the platform's storage, then the browser's own prompt. One script for two pages: the login, which puts a value into
   the storage, and the launch, which takes it out. A value goes to the platform's origin only, and an answer counts only from there. */
(function(){
'use strict';
var d=document,w=window,p=w.parent,form=d.getElementById('launch'),s=d.getElementById('ladder').dataset,second=1e3,prefix='lti.';
function show(id,on){var e=d.getElementById(id);if(e)e.hidden=!on}

/* The frame that the platform named; where it is not to be had by its name, the platform's page and all its frames: only one of the right
   origin gets to read. */
function windows(name){
  var all=[p],i;
  if(!name||name==='_parent')return all;
  try{if(p.frames[name])return[p.frames[name]]}catch(e){/* a frame of another origin may hide its name */}
  for(i=0;i<Math.min(p.length,20);++i)if(p[i]!==w)all.push(p[i]);
  return all;
}

/* Sends one message and gives the answer to `then`, or null when none came in time. */
function ask(to,origin,subject,fields,then){
  var id=Array.from(crypto.getRandomValues(new Uint8Array(12)),function(b){return b.toString(16).padStart(2,'0')}).join(''),timer;
  function end(answer){clearTimeout(timer);w.removeEventListener('message',hear);then(answer)}
  function hear(e){
    var a=e.data;
    if(origin!=='*'&&e.origin!==origin||to.indexOf(e.source)<0||!a||a.message_id!==id||a.subject!==subject+'.response')return;
    end(a);
  }
  w.addEventListener('message',hear);
  timer=setTimeout(end,second,null);
  to.forEach(function(t){try{t.postMessage(Object.assign({subject:subject,message_id:id},fields),origin)}catch(e){/* gone: the timer says so */}});
}
/* By today's name, then by the one of old platforms. */
function call(to,origin,name,fields,then){
  ask(to,origin,prefix+name,fields,function(a){
    if(a&&!(a.error&&a.error.code==='unsupported_subject')||prefix!=='lti.')return then(a);
    ask(to,origin,'org.imsglobal.lti.'+name,fields,function(b){if(b)prefix='org.imsglobal.lti.';then(b||a)});
  });
}
/* Where the storage is: what the platform said, or what its page answers when asked. The question holds nothing, so anybody may read it. */
function find(then){
  if(p===w||!s.origin)return then(null);
  if(s.target)return then(windows(s.target));
  call([p],'*','capabilities',{},function(a){
    var list=a&&Array.isArray(a.supported_messages)?a.supported_messages:[];
    var get=list.filter(function(m){return m&&/^(org\.imsglobal\.)?lti\.get_data$/.test(m.subject)})[0];
    if(get&&get.subject!=='lti.get_data')prefix='org.imsglobal.lti.';
    then(get?windows(typeof get.frame==='string'?get.frame:''):null);
  });
}
function why(a){return!a?'the storage did not answer':a.error?'the storage said '+String(a.error.code).slice(0,60):''}

/* The browser's prompt; it needs a click unless the answer is known. */
function access(then,refused){
  if(!d.requestStorageAccess)return refused();
  d.requestStorageAccess().then(then,refused);
}
function allowed(then,otherwise){
  if(!navigator.permissions||!d.requestStorageAccess)return otherwise();
  navigator.permissions.query({name:'storage-access'}).then(function(r){r.state==='granted'?access(then,otherwise):otherwise()},otherwise);
}
function offer(then,refused){
  show('wait',false);show('ways',true);
  show('allow',!!d.requestStorageAccess);
  d.querySelector('#allow button').addEventListener('click',function(){access(then,refused)});
}

function login(){
  function go(){location.replace(s.go)}
  function reach(){location.replace(s.access)}
  function ways(){
    if(!s.access){show('wait',false);show('ways',true);return}
    allowed(reach,function(){offer(reach,function(){show('allow',false);d.getElementById('refused').textContent=d.getElementById('said').content.textContent})});
  }
  show('ways',false);show('wait',true);
  find(function(to){
    if(!to)return ways();
    call(to,s.origin,'put_data',{key:s.key,value:s.value},function(a){
      if(why(a))return ways();
      /* A platform that takes it but does not keep it would be found out too late: its hint can be used once. */
      call(to,s.origin,'get_data',{key:s.key},function(b){b&&b.value===s.value?go():ways()});
    });
  });
}

function launch(){
  function post(name,value){form.elements[name].value=value;form.submit()}
  function failed(reason){post('preceptor_failed',reason)}
  function again(){form.submit()}
  if(s.binding==='storage_access')
    return access(again,function(){d.requestStorageAccess?offer(again,function(){failed('the browser gave no access to cookies')}):failed('the browser has no storage access')});
  find(function(to){
    if(!to)return failed('the platform offers no storage');
    call(to,s.origin,'get_data',{key:s.key},function(a){
      if(why(a))return failed(why(a));
      if(typeof a.value!=='string'||!a.value)return failed('nothing stored');
      to.forEach(function(t){try{t.postMessage({subject:prefix+'put_data',message_id:'done',key:s.key,value:null},s.origin)}catch(e){/* it forgets later */}});
      post('preceptor_stored',a.value);
    });
  });
}
if(form)launch();else login();
})();
