/* The profile, looked at when a field is left or corrected. Rules and words are the server's, which looks at everything again when it is saved: nothing is held back here. */
(function(){
var d=document,down=false;
d.addEventListener('pointerdown',function(){down=true},true);
['pointerup','pointercancel'].forEach(function(t){d.addEventListener(t,function(){down=false},true)});
function group(e){return e.target.closest('.question,.pair')}
function luhn(t){var sum=0,i,n;for(i=0;i<t.length;++i){n=+t[t.length-1-i]*(1+i%2);sum+=n>9?n-9:n}return sum%10===0}
function said(f,all){
var v=f.value.trim(),others=all.filter(function(o){return o!==f});
if(!v)return!others.length||others.some(function(o){return o.value.trim()})?f.dataset.needed||'':'';
var bad=JSON.parse(f.dataset.rules||'[]').filter(function(r){return r.prefix?!luhn(r.prefix+v):!new RegExp('^(?:'+r.pattern+')$').test(v)})[0];
return bad?bad.text:'';
}
/* What only the server knows stays until the field is changed. */
function check(g){
var all=[].slice.call(g.querySelectorAll('input,select')),texts=all.map(function(f){return said(f,all)}),text=texts.filter(Boolean)[0]||'';
if(!text&&!g.dataset.changed)return;
all.forEach(function(f,i){if(texts[i])f.setAttribute('aria-invalid','true');else f.removeAttribute('aria-invalid')});
g.querySelector('.error').textContent=text;
}
d.addEventListener('input',function(e){var g=group(e);if(!g)return;g.dataset.changed=1;if(g.querySelector('[aria-invalid]'))check(g)});
/* After the press that left the field: a message that moves a button away from under it would take the press. */
d.addEventListener('focusout',function(e){
var g=group(e);if(!g||g.contains(e.relatedTarget))return;
function soon(){setTimeout(check,0,g)}
if(down)d.addEventListener('pointerup',soon,{once:true});else soon();
});
})();
