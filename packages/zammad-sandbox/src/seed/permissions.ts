/** Permissions of a fresh 5.5: id, name, whether it can be given by sign-up. One a line. */
export const SEED_PERMISSIONS = `
1 admin
2 admin.user
3 admin.group
4 admin.role
5 admin.organization
6 admin.overview
7 admin.text_module
8 admin.time_accounting
9 admin.macro
10 admin.tag
11 admin.calendar
12 admin.sla
13 admin.trigger
14 admin.scheduler
15 admin.report_profile
16 admin.channel_web
17 admin.channel_formular
18 admin.channel_email
19 admin.channel_twitter
20 admin.channel_facebook
21 admin.channel_telegram
22 admin.channel_google
23 admin.channel_microsoft365
24 admin.channel_sms
25 admin.channel_chat
26 admin.branding
27 admin.setting_system
28 admin.security
29 admin.ticket
30 admin.package
31 admin.integration
32 admin.api
33 admin.object
34 admin.template
35 admin.translation
36 admin.monitoring
37 admin.data_privacy
38 admin.maintenance
39 admin.session
40 admin.webhook
41 admin.core_workflow
42 admin.public_links
43 user_preferences signup
44 user_preferences.password signup
45 user_preferences.notifications signup
46 user_preferences.access_token signup
47 user_preferences.language signup
48 user_preferences.linked_accounts signup
49 user_preferences.device signup
50 user_preferences.avatar signup
51 user_preferences.calendar signup
52 user_preferences.out_of_office signup
53 user_preferences.overview_sorting signup
54 user_preferences.appearance signup
55 report
56 ticket
57 ticket.agent
59 chat
60 chat.agent
61 cti
62 cti.agent
63 admin.knowledge_base
64 knowledge_base
65 knowledge_base.editor
66 knowledge_base.reader signup
`;
