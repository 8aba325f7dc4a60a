// What the course page and its forwarding frame answer to the tool's window messages (canvas.md 5), and the pages around graders.
#include "core/base/json.hpp"
#include "examples/demo_lms/canvas/canvas.hpp"

namespace preceptor::demo::canvas {

namespace {

// `handle` answers through `reply`, so that an answer comes from the window that was asked. Storage: 4096 characters and 500 keys a tool, counted per
// page, kept in localStorage under the tool's origin; null deletes.
constexpr std::string_view kScript = R"js(
(function(){
var frame=document.querySelector('iframe.tool'),used=0,keys=0,opened=[];
var known=['lti.capabilities','lti.put_data','lti.get_data','lti.frameResize','lti.scrollToTop','lti.fetchWindowSize','lti.setUnloadMessage',
'lti.removeUnloadMessage','lti.showAlert','lti.screenReaderAlert','lti.enableScrollEvents','requestFullWindowLaunch','lti.close'];
function slot(origin,key){return 'lti_platform_storage|'+origin+'|'+key}
function put(e,d){
  if(typeof d.key!=='string'||!d.key)return {error:{code:'bad_request',message:"Missing required 'key' field"}};
  if(d.value===null||d.value===undefined){localStorage.removeItem(slot(e.origin,d.key));return {key:d.key,value:null}}
  var size=d.key.length+String(d.value).length;
  if(used+size>4096)return {error:{code:'storage_exhaustion',message:'Reached byte limit for tool'}};
  if(keys>=500)return {error:{code:'storage_exhaustion',message:'Reached key limit for tool'}};
  used+=size;keys+=1;localStorage.setItem(slot(e.origin,d.key),d.value);return {key:d.key,value:d.value}}
function get(e,d){
  if(typeof d.key!=='string'||!d.key)return {error:{code:'bad_request',message:"Missing required 'key' field"}};
  return {key:d.key,value:localStorage.getItem(slot(e.origin,d.key))}}
function full(d){
  var data=typeof d.data==='string'?{url:d.data}:d.data||{},query=new URLSearchParams(location.search);
  var to='/full?url='+encodeURIComponent(data.url||'')+'&link='+(query.get('link')||'')+'&resource_link_id='+encodeURIComponent(data.resource_link_id||'')+'&course='+document.body.dataset.course+'&as='+(query.get('as')||'');
  if(data.launchType==='new_window'||data.launchType==='popup')opened.push(window.open(to,'_blank'));else location.assign(to);return {}}
function act(e,d){
  switch(d.subject){
  case 'lti.capabilities':return {supported_messages:known.map(function(s){
    return s==='lti.put_data'||s==='lti.get_data'?{subject:s,frame:'post_message_forwarding'}:{subject:s}})};
  case 'lti.put_data':return put(e,d);
  case 'lti.get_data':return get(e,d);
  case 'lti.frameResize':
    if(!(Number(d.height)>0))return {error:{code:'bad_request',message:"Invalid 'height'"}};
    if(frame&&e.source===frame.contentWindow)frame.style.height=Math.ceil(Number(d.height))+'px';return {};
  case 'lti.scrollToTop':window.scrollTo(0,0);return {};
  case 'lti.fetchWindowSize':return {height:innerHeight,width:innerWidth,offset:{top:frame?frame.offsetTop:0,left:frame?frame.offsetLeft:0},footer:0,scrollY:scrollY};
  case 'lti.showAlert':case 'lti.screenReaderAlert':
    var note=document.createElement('p');note.className='notice';note.setAttribute('role','alert');note.dataset.alert=d.subject;note.dataset.type=d.alertType||'';note.textContent=String(d.body||'');
    document.querySelector('main').prepend(note);return {};
  case 'lti.setUnloadMessage':window.onbeforeunload=function(){return String(d.message||'')};return {};
  case 'lti.removeUnloadMessage':window.onbeforeunload=null;return {};
  case 'lti.enableScrollEvents':return {};
  case 'requestFullWindowLaunch':return full(d);
  case 'lti.close':location.assign('/course?id='+document.body.dataset.course+'&as='+(new URLSearchParams(location.search).get('as')||''));return {}}
  return {error:{code:'unsupported_subject',message:'The message is not supported'}}}
window.ltiMessage=function(e,reply){
  var d=e.data;if(typeof d==='string'){try{d=JSON.parse(d)}catch(x){return}}
  if(!d||typeof d.subject!=='string'||!/^(lti\.|requestFullWindowLaunch)/.test(d.subject)||/\.response$/.test(d.subject))return;
  if(!(frame&&e.source===frame.contentWindow)&&opened.indexOf(e.source)<0)return;
  var out={subject:d.subject+'.response'};if(d.message_id!==undefined)out.message_id=d.message_id;
  reply(Object.assign(out,act(e,d)))};
addEventListener('message',function(e){window.ltiMessage(e,function(out){e.source.postMessage(out,e.origin)})});
})();
)js";

constexpr std::string_view kForwarding =
    "addEventListener('message',function(e){parent.ltiMessage(e,function(out){e.source.postMessage(out,e.origin)})})";

}  // namespace

std::string course_script(const World&, int course) { return "document.body.dataset.course='" + std::to_string(course) + "';" + std::string(kScript); }

ports::HttpResponse forwarding_frame() { return bare_page("post_message_forwarding", "", std::string(kForwarding)); }

// What a student handed in: an address is shown as a link, everything else opens the tool with the grader's own launch.
ports::HttpResponse speed_grader(World& world, const Call& call) {
  if (!call.who->teaches()) return forbidden("SpeedGrader is for teachers.");
  std::lock_guard lock(world.mutex);
  const Activity* link = world.link(call.number("link"));
  const Person* student = world.person(call.of("student"));
  const LineItem* item = link ? world.coupled_item(link->id) : nullptr;
  if (!item || !student) return not_found();
  const std::string back = "<p><a href=\"/grades?course=" + std::to_string(link->course) + "&" + esc(call.as()) + "\">Back to the gradebook</a></p>\n";
  const auto& grades = world.grades[item->id];
  const auto found = grades.find(student->id);
  const std::string title = link->title + ": " + student->name();
  if (found != grades.end() && found->second.submission_type == "online_url")
    return page(world, call, title, back + "<p>This submission is an address: <a href=\"" + esc(found->second.submission_data) + "\" target=\"_blank\">" +
                                        esc(found->second.submission_data) + "</a></p>\n");
  if (found != grades.end() && found->second.submission_type == "online_text_entry")
    return page(world, call, title, back + "<pre>" + esc(found->second.submission_data) + "</pre>\n");
  const std::string source = "/launch?link=" + std::to_string(link->id) + "&student=" + student->key + "&" + call.as();
  const std::string frames = "<iframe class=\"tool\" name=\"tool_content\" title=\"Submission\" src=\"" + esc(source) +
                             "\"></iframe>\n<iframe name=\"post_message_forwarding\" title=\"post_message_forwarding\" hidden src=\"/post_message_forwarding\"></iframe>\n";
  return page(world, call, title, back + frames, course_script(world, link->course));
}

}  // namespace preceptor::demo::canvas
