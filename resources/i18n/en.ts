<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en_GB" sourcelanguage="en_GB">
<context>
    <name>AccessPage</name>
    <message>
        <source>Restricted access</source>
        <translation>Restricted access</translation>
    </message>
    <message>
        <source>Only the secretary and the people you mark can read it. It disappears from everybody else&apos;s computer the next time it has connection; what they had not sent is kept for them.</source>
        <translation>Only the secretary and the people you mark can read it. It disappears from everybody else&apos;s computer the next time it has connection; what they had not sent is kept for them.</translation>
    </message>
    <message>
        <source>&amp;Legal ground</source>
        <translation>&amp;Legal ground</translation>
    </message>
    <message>
        <source>&amp;Who may read it</source>
        <translation>&amp;Who may read it</translation>
    </message>
    <message>
        <source>Who may read it</source>
        <translation>Who may read it</translation>
    </message>
    <message>
        <source>Lift the restriction</source>
        <translation>Lift the restriction</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Cancel</translation>
    </message>
    <message>
        <source>Save who may read it</source>
        <translation>Save who may read it</translation>
    </message>
    <message>
        <source>Restrict the access</source>
        <translation>Restrict the access</translation>
    </message>
</context>
<context>
    <name>Actions</name>
    <message>
        <source>&amp;Program</source>
        <translation>&amp;Program</translation>
    </message>
    <message>
        <source>&amp;Dossier</source>
        <translation>&amp;Dossier</translation>
    </message>
    <message>
        <source>D&amp;ocument</source>
        <translation>D&amp;ocument</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>&amp;View</translation>
    </message>
    <message>
        <source>D&amp;emonstration</source>
        <translation>D&amp;emonstration</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>&amp;Help</translation>
    </message>
    <message>
        <source>&amp;Search actions and dossiers…</source>
        <translation>&amp;Search actions and dossiers…</translation>
    </message>
    <message>
        <source>Send &amp;now</source>
        <translation>Send &amp;now</translation>
    </message>
    <message>
        <source>&amp;Undo the last change</source>
        <translation>&amp;Undo the last change</translation>
    </message>
    <message>
        <source>&amp;Prepare a stick for another computer…</source>
        <translation>&amp;Prepare a stick for another computer…</translation>
    </message>
    <message>
        <source>&amp;Install from a stick…</source>
        <translation>&amp;Install from a stick…</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>&amp;Quit</translation>
    </message>
    <message>
        <source>&amp;New dossier…</source>
        <translation>&amp;New dossier…</translation>
    </message>
    <message>
        <source>&amp;Find dossiers</source>
        <translation>&amp;Find dossiers</translation>
    </message>
    <message>
        <source>Open dossier</source>
        <translation>Open dossier</translation>
    </message>
    <message>
        <source>Change the dossier&apos;s data</source>
        <translation>Change the dossier&apos;s data</translation>
    </message>
    <message>
        <source>Change the dossier&apos;s phase</source>
        <translation>Change the dossier&apos;s phase</translation>
    </message>
    <message>
        <source>Add an &amp;interested person…</source>
        <translation>Add an &amp;interested person…</translation>
    </message>
    <message>
        <source>Change an interested person</source>
        <translation>Change an interested person</translation>
    </message>
    <message>
        <source>Remove an interested person</source>
        <translation>Remove an interested person</translation>
    </message>
    <message>
        <source>&amp;Close the dossier…</source>
        <translation>&amp;Close the dossier…</translation>
    </message>
    <message>
        <source>&amp;Reopen the dossier…</source>
        <translation>&amp;Reopen the dossier…</translation>
    </message>
    <message>
        <source>Re&amp;strict the access…</source>
        <translation>Re&amp;strict the access…</translation>
    </message>
    <message>
        <source>Restrict the access to it</source>
        <translation>Restrict the access to it</translation>
    </message>
    <message>
        <source>Change who may read it</source>
        <translation>Change who may read it</translation>
    </message>
    <message>
        <source>Lift the restriction</source>
        <translation>Lift the restriction</translation>
    </message>
    <message>
        <source>&amp;Keep here</source>
        <translation>&amp;Keep here</translation>
    </message>
    <message>
        <source>Keep here no &amp;longer</source>
        <translation>Keep here no &amp;longer</translation>
    </message>
    <message>
        <source>&amp;Add a document…</source>
        <translation>&amp;Add a document…</translation>
    </message>
    <message>
        <source>&amp;Sign…</source>
        <translation>&amp;Sign…</translation>
    </message>
    <message>
        <source>Sign beside it (.p7s)…</source>
        <translation>Sign beside it (.p7s)…</translation>
    </message>
    <message>
        <source>Sign in a container (.asice)…</source>
        <translation>Sign in a container (.asice)…</translation>
    </message>
    <message>
        <source>Send to &amp;be signed…</source>
        <translation>Send to &amp;be signed…</translation>
    </message>
    <message>
        <source>Show a document</source>
        <translation>Show a document</translation>
    </message>
    <message>
        <source>Change the document&apos;s data</source>
        <translation>Change the document&apos;s data</translation>
    </message>
    <message>
        <source>Mark as f&amp;inal</source>
        <translation>Mark as f&amp;inal</translation>
    </message>
    <message>
        <source>&amp;Discard the document…</source>
        <translation>&amp;Discard the document…</translation>
    </message>
    <message>
        <source>&amp;Fetch the document</source>
        <translation>&amp;Fetch the document</translation>
    </message>
    <message>
        <source>Keep this version</source>
        <translation>Keep this version</translation>
    </message>
    <message>
        <source>Save a cop&amp;y…</source>
        <translation>Save a cop&amp;y…</translation>
    </message>
    <message>
        <source>Take out what nobody sees…</source>
        <translation>Take out what nobody sees…</translation>
    </message>
    <message>
        <source>Save the evidence…</source>
        <translation>Save the evidence…</translation>
    </message>
    <message>
        <source>Show it in its dossier</source>
        <translation>Show it in its dossier</translation>
    </message>
    <message>
        <source>Copy the list</source>
        <translation>Copy the list</translation>
    </message>
    <message>
        <source>Save the list…</source>
        <translation>Save the list…</translation>
    </message>
    <message>
        <source>Details of the si&amp;gnatures</source>
        <translation>Details of the si&amp;gnatures</translation>
    </message>
    <message>
        <source>Check a signature in a fil&amp;e…</source>
        <translation>Check a signature in a fil&amp;e…</translation>
    </message>
    <message>
        <source>Take the certificate file off the list</source>
        <translation>Take the certificate file off the list</translation>
    </message>
    <message>
        <source>Late signatures were read</source>
        <translation>Late signatures were read</translation>
    </message>
    <message>
        <source>Save a signature flow</source>
        <translation>Save a signature flow</translation>
    </message>
    <message>
        <source>Remove a signature flow</source>
        <translation>Remove a signature flow</translation>
    </message>
    <message>
        <source>Ask for the PIN at every signature</source>
        <translation>Ask for the PIN at every signature</translation>
    </message>
    <message>
        <source>S&amp;ubstitutions</source>
        <translation>S&amp;ubstitutions</translation>
    </message>
    <message>
        <source>Add a &amp;certificate file…</source>
        <translation>Add a &amp;certificate file…</translation>
    </message>
    <message>
        <source>Loo&amp;k for certificates again</source>
        <translation>Loo&amp;k for certificates again</translation>
    </message>
    <message>
        <source>Sign what is marked</source>
        <translation>Sign what is marked</translation>
    </message>
    <message>
        <source>Say that it was reviewed</source>
        <translation>Say that it was reviewed</translation>
    </message>
    <message>
        <source>Refuse to sign</source>
        <translation>Refuse to sign</translation>
    </message>
    <message>
        <source>Delegate the signature</source>
        <translation>Delegate the signature</translation>
    </message>
    <message>
        <source>Comment on a request</source>
        <translation>Comment on a request</translation>
    </message>
    <message>
        <source>Send a prepared request</source>
        <translation>Send a prepared request</translation>
    </message>
    <message>
        <source>Pause a request</source>
        <translation>Pause a request</translation>
    </message>
    <message>
        <source>Go on with a request</source>
        <translation>Go on with a request</translation>
    </message>
    <message>
        <source>Withdraw a request</source>
        <translation>Withdraw a request</translation>
    </message>
    <message>
        <source>Enter a substitution</source>
        <translation>Enter a substitution</translation>
    </message>
    <message>
        <source>End a substitution</source>
        <translation>End a substitution</translation>
    </message>
    <message>
        <source>Next &amp;page</source>
        <translation>Next &amp;page</translation>
    </message>
    <message>
        <source>P&amp;revious page</source>
        <translation>P&amp;revious page</translation>
    </message>
    <message>
        <source>&amp;Larger</source>
        <translation>&amp;Larger</translation>
    </message>
    <message>
        <source>S&amp;maller</source>
        <translation>S&amp;maller</translation>
    </message>
    <message>
        <source>Send again</source>
        <translation>Send again</translation>
    </message>
    <message>
        <source>Discard a change</source>
        <translation>Discard a change</translation>
    </message>
    <message>
        <source>Choose a value</source>
        <translation>Choose a value</translation>
    </message>
    <message>
        <source>&amp;File plan</source>
        <translation>&amp;File plan</translation>
    </message>
    <message>
        <source>&amp;Dossiers</source>
        <translation>&amp;Dossiers</translation>
    </message>
    <message>
        <source>&amp;Waiting to be sent</source>
        <translation>&amp;Waiting to be sent</translation>
    </message>
    <message>
        <source>&amp;Simultaneous changes</source>
        <translation>&amp;Simultaneous changes</translation>
    </message>
    <message>
        <source>Signatu&amp;re folder</source>
        <translation>Signatu&amp;re folder</translation>
    </message>
    <message>
        <source>Si&amp;gnature flows</source>
        <translation>Si&amp;gnature flows</translation>
    </message>
    <message>
        <source>Co&amp;mputers</source>
        <translation>Co&amp;mputers</translation>
    </message>
    <message>
        <source>&amp;Ask again for the computers</source>
        <translation>&amp;Ask again for the computers</translation>
    </message>
    <message>
        <source>Withdraw a computer&apos;s access</source>
        <translation>Withdraw a computer&apos;s access</translation>
    </message>
    <message>
        <source>Copy what only the computer holds</source>
        <translation>Copy what only the computer holds</translation>
    </message>
    <message>
        <source>&amp;Back</source>
        <translation>&amp;Back</translation>
    </message>
    <message>
        <source>Català</source>
        <translation>Català</translation>
    </message>
    <message>
        <source>Castellano</source>
        <translation>Castellano</translation>
    </message>
    <message>
        <source>English</source>
        <translation>English</translation>
    </message>
    <message>
        <source>&amp;Cut the line</source>
        <translation>&amp;Cut the line</translation>
    </message>
    <message>
        <source>&amp;Bring the line back</source>
        <translation>&amp;Bring the line back</translation>
    </message>
    <message>
        <source>&amp;Open the second person&apos;s window</source>
        <translation>&amp;Open the second person&apos;s window</translation>
    </message>
    <message>
        <source>&amp;Power cut: window and agent are killed and started again</source>
        <translation>&amp;Power cut: window and agent are killed and started again</translation>
    </message>
    <message>
        <source>&amp;About e-SET Desktop</source>
        <translation>&amp;About e-SET Desktop</translation>
    </message>
</context>
<context>
    <name>ActivityPanel</name>
    <message>
        <source>Last 10 minutes: ↑ %1 sent, ↓ %2 received</source>
        <translation>Last 10 minutes: ↑ %1 sent, ↓ %2 received</translation>
    </message>
    <message>
        <source>Nothing is being sent now. What waits goes when the connection is back.</source>
        <translation>Nothing is being sent now. What waits goes when the connection is back.</translation>
    </message>
    <message>
        <source>There is no connection now. Nothing waits to be sent.</source>
        <translation>There is no connection now. Nothing waits to be sent.</translation>
    </message>
    <message numerus="yes">
        <source>%n change(s) being sent.</source>
        <translation>
            <numerusform>%n change is being sent.</numerusform>
            <numerusform>%n changes are being sent.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n change(s) can&apos;t be sent: see what needs attention.</source>
        <translation>
            <numerusform>%n change can&apos;t be sent: see what needs attention.</numerusform>
            <numerusform>%n changes can&apos;t be sent: see what needs attention.</numerusform>
        </translation>
    </message>
    <message>
        <source>Everything that was saved is sent.</source>
        <translation>Everything that was saved is sent.</translation>
    </message>
    <message>
        <source>“%1” is being sent</source>
        <translation>“%1” is being sent</translation>
    </message>
    <message numerus="yes">
        <source>%n more document(s)</source>
        <translation>
            <numerusform>%n more document</numerusform>
            <numerusform>%n more documents</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n change(s)</source>
        <translation>
            <numerusform>%n change</numerusform>
            <numerusform>%n changes</numerusform>
        </translation>
    </message>
    <message>
        <source>then, %1</source>
        <translation>then, %1</translation>
    </message>
    <message>
        <source> and </source>
        <translation> and </translation>
    </message>
    <message>
        <source>“%1” is being fetched</source>
        <translation>“%1” is being fetched</translation>
    </message>
    <message numerus="yes">
        <source>then, %n more document(s)</source>
        <translation>
            <numerusform>then, %n more document</numerusform>
            <numerusform>then, %n more documents</numerusform>
        </translation>
    </message>
    <message>
        <source>The catalogue is being received: %1 of %2.</source>
        <translation>The catalogue is being received: %1 of %2.</translation>
    </message>
    <message>
        <source>The words of documents are being received: %1 of %2.</source>
        <translation>The words of documents are being received: %1 of %2.</translation>
    </message>
    <message>
        <source>Dossiers of restricted access are being received: %1 of %2.</source>
        <translation>Dossiers of restricted access are being received: %1 of %2.</translation>
    </message>
    <message>
        <source>The dossiers with all they hold are being received: %1 of %2.</source>
        <translation>The dossiers with all they hold are being received: %1 of %2.</translation>
    </message>
    <message>
        <source>What waits takes %1 more.</source>
        <translation>What waits takes %1 more.</translation>
    </message>
    <message>
        <source>less than a minute</source>
        <translation>less than a minute</translation>
    </message>
    <message numerus="yes">
        <source>about %n minute(s)</source>
        <translation>
            <numerusform>about %n minute</numerusform>
            <numerusform>about %n minutes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>about %n hour(s)</source>
        <translation>
            <numerusform>about %n hour</numerusform>
            <numerusform>about %n hours</numerusform>
        </translation>
    </message>
    <message>
        <source>Not everything was received yet for the first time.</source>
        <translation>Not everything was received yet for the first time.</translation>
    </message>
    <message>
        <source>Everything was last sent and received on %1.</source>
        <translation>Everything was last sent and received on %1.</translation>
    </message>
</context>
<context>
    <name>AddDocumentPage</name>
    <message>
        <source>Add a document</source>
        <translation>Add a document</translation>
    </message>
    <message>
        <source>Choose a PDF…</source>
        <translation>Choose a PDF…</translation>
    </message>
    <message>
        <source>Add to the dossier</source>
        <translation>Add to the dossier</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Cancel</translation>
    </message>
    <message>
        <source>The rest of its description is filled in by itself.</source>
        <translation>The rest of its description is filled in by itself.</translation>
    </message>
    <message>
        <source>Choose PDF documents</source>
        <translation>Choose PDF documents</translation>
    </message>
    <message>
        <source>PDF documents (*.pdf *.PDF)</source>
        <translation>PDF documents (*.pdf *.PDF)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>All files (*)</translation>
    </message>
    <message>
        <source>Reading %1…</source>
        <translation>Reading %1…</translation>
    </message>
    <message>
        <source>Choose a PDF, or drop it here.</source>
        <translation>Choose a PDF, or drop it here.</translation>
    </message>
    <message>
        <source>No file is chosen yet.</source>
        <translation>No file is chosen yet.</translation>
    </message>
    <message numerus="yes">
        <source>%n page(s)</source>
        <translation>
            <numerusform>%n page</numerusform>
            <numerusform>%n pages</numerusform>
        </translation>
    </message>
    <message>
        <source>signed already</source>
        <translation>signed already</translation>
    </message>
    <message>
        <source>it can be kept, not signed</source>
        <translation>it can be kept, not signed</translation>
    </message>
    <message numerus="yes">
        <source>%n more file(s) after it</source>
        <translation>
            <numerusform>%n more file after it</numerusform>
            <numerusform>%n more files after it</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>CertificatePanel</name>
    <message>
        <source>Certificate to sign with:</source>
        <translation>Certificate to sign with:</translation>
    </message>
    <message>
        <source>Looking for certificates…</source>
        <translation>Looking for certificates…</translation>
    </message>
    <message>
        <source>Add a certificate file…</source>
        <translation>Add a certificate file…</translation>
    </message>
    <message>
        <source>Take it off the list</source>
        <translation>Take it off the list</translation>
    </message>
    <message>
        <source>Look again</source>
        <translation>Look again</translation>
    </message>
    <message>
        <source>No certificate was found on this computer.</source>
        <translation>No certificate was found on this computer.</translation>
    </message>
    <message>
        <source>Put your card in the reader, or add the .p12 or .pfx file of your certificate.</source>
        <translation>Put your card in the reader, or add the .p12 or .pfx file of your certificate.</translation>
    </message>
    <message>
        <source>This certificate is of %1, and you work as %2. Go on only if it has to be so.</source>
        <translation>This certificate is of %1, and you work as %2. Go on only if it has to be so.</translation>
    </message>
</context>
<context>
    <name>CommandPalette</name>
    <message>
        <source>An action, or a dossier&apos;s title or number</source>
        <translation>An action, or a dossier&apos;s title or number</translation>
    </message>
    <message>
        <source>Search actions and dossiers</source>
        <translation>Search actions and dossiers</translation>
    </message>
    <message>
        <source>What was found</source>
        <translation>What was found</translation>
    </message>
    <message>
        <source>Nothing has that name.</source>
        <translation>Nothing has that name.</translation>
    </message>
</context>
<context>
    <name>ConflictsPage</name>
    <message>
        <source>Changes made at the same time: choose</source>
        <translation>Changes made at the same time: choose</translation>
    </message>
    <message>
        <source>Stands now</source>
        <translation>Stands now</translation>
    </message>
    <message>
        <source>Was written at the same time</source>
        <translation>Was written at the same time</translation>
    </message>
    <message>
        <source>Keep this one</source>
        <translation>Keep this one</translation>
    </message>
    <message>
        <source>Use this one</source>
        <translation>Use this one</translation>
    </message>
    <message>
        <source>&amp;Or write another</source>
        <translation>&amp;Or write another</translation>
    </message>
    <message>
        <source>Use what I wrote</source>
        <translation>Use what I wrote</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>Next</translation>
    </message>
    <message>
        <source>Open the dossier</source>
        <translation>Open the dossier</translation>
    </message>
    <message>
        <source>There is nothing to choose.</source>
        <translation>There is nothing to choose.</translation>
    </message>
    <message>
        <source>When two people change the same thing without connection, both values appear here.</source>
        <translation>When two people change the same thing without connection, both values appear here.</translation>
    </message>
    <message>
        <source>%1 of the dossier “%2”</source>
        <translation>%1 of the dossier “%2”</translation>
    </message>
    <message>
        <source>Before: %1</source>
        <translation>Before: %1</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 of %2</translation>
    </message>
</context>
<context>
    <name>DeviceTexts</name>
    <message>
        <source>Access withdrawn</source>
        <translation>Access withdrawn</translation>
    </message>
    <message numerus="yes">
        <source>Silent for %n day(s)</source>
        <translation>
            <numerusform>Silent for %n day</numerusform>
            <numerusform>Silent for %n days</numerusform>
        </translation>
    </message>
    <message>
        <source>In use</source>
        <translation>In use</translation>
    </message>
    <message>
        <source>only for signing</source>
        <translation>only for signing</translation>
    </message>
    <message numerus="yes">
        <source>%n day(s)</source>
        <translation>
            <numerusform>%n day</numerusform>
            <numerusform>%n days</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n hour(s)</source>
        <translation>
            <numerusform>%n hour</numerusform>
            <numerusform>%n hours</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n minute(s)</source>
        <translation>
            <numerusform>%n minute</numerusform>
            <numerusform>%n minutes</numerusform>
        </translation>
    </message>
    <message>
        <source>Not told</source>
        <translation>Not told</translation>
    </message>
    <message>
        <source>Document that never arrived</source>
        <translation>Document that never arrived</translation>
    </message>
    <message>
        <source>Documents that only it has: %1.</source>
        <translation>Documents that only it has: %1.</translation>
    </message>
    <message>
        <source>It never told of unsent work.</source>
        <translation>It never told of unsent work.</translation>
    </message>
    <message numerus="yes">
        <source>On %1 it told of %n unsent change(s), which only it has:</source>
        <translation>
            <numerusform>On %1 it told of %n unsent change, which only it has:</numerusform>
            <numerusform>On %1 it told of %n unsent changes, which only it has:</numerusform>
        </translation>
    </message>
    <message>
        <source>On %1, when it last told, everything was sent.</source>
        <translation>On %1, when it last told, everything was sent.</translation>
    </message>
    <message numerus="yes">
        <source>and %n more, not named</source>
        <translation>
            <numerusform>and %n more, not named</numerusform>
            <numerusform>and %n more, not named</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>DevicesPage</name>
    <message>
        <source>State</source>
        <translation>State</translation>
    </message>
    <message>
        <source>Person</source>
        <translation>Person</translation>
    </message>
    <message>
        <source>Computer</source>
        <translation>Computer</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>Version</translation>
    </message>
    <message>
        <source>Last contact</source>
        <translation>Last contact</translation>
    </message>
    <message>
        <source>Unsent</source>
        <translation>Unsent</translation>
    </message>
    <message>
        <source>Oldest unsent</source>
        <translation>Oldest unsent</translation>
    </message>
    <message>
        <source>Computers</source>
        <translation>Computers</translation>
    </message>
    <message>
        <source>What each computer of the town hall last told the central service.</source>
        <translation>What each computer of the town hall last told the central service.</translation>
    </message>
    <message>
        <source>Ask again</source>
        <translation>Ask again</translation>
    </message>
    <message>
        <source>Computers of the town hall</source>
        <translation>Computers of the town hall</translation>
    </message>
    <message>
        <source>What only this computer holds</source>
        <translation>What only this computer holds</translation>
    </message>
    <message>
        <source>Copy as text</source>
        <translation>Copy as text</translation>
    </message>
    <message>
        <source>Withdraw the access</source>
        <translation>Withdraw the access</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Cancel</translation>
    </message>
    <message>
        <source>As it was on %1.</source>
        <translation>As it was on %1.</translation>
    </message>
    <message>
        <source>Asking the central service…</source>
        <translation>Asking the central service…</translation>
    </message>
    <message>
        <source>It takes up to a minute on a slow line.</source>
        <translation>It takes up to a minute on a slow line.</translation>
    </message>
    <message>
        <source>The list needs connection. Ask again when there is.</source>
        <translation>The list needs connection. Ask again when there is.</translation>
    </message>
    <message>
        <source>No computers yet.</source>
        <translation>No computers yet.</translation>
    </message>
    <message>
        <source>Each one appears here once it has joined.</source>
        <translation>Each one appears here once it has joined.</translation>
    </message>
    <message>
        <source>See what only it held</source>
        <translation>See what only it held</translation>
    </message>
    <message>
        <source>Withdraw the access…</source>
        <translation>Withdraw the access…</translation>
    </message>
    <message>
        <source>It is the one you are using.</source>
        <translation>It is the one you are using.</translation>
    </message>
    <message>
        <source>It is not known whether the access was withdrawn: ask again.</source>
        <translation>It is not known whether the access was withdrawn: ask again.</translation>
    </message>
    <message>
        <source>The access is withdrawn. This was only there:</source>
        <translation>The access is withdrawn. This was only there:</translation>
    </message>
    <message>
        <source>Withdraw the access of «%1»? It cannot be undone. Nobody reads anything on it any more; what is named above is only there and has to be done again, or recovered from it with the recovery key.</source>
        <translation>Withdraw the access of «%1»? It cannot be undone. Nobody reads anything on it any more; what is named above is only there and has to be done again, or recovered from it with the recovery key.</translation>
    </message>
    <message>
        <source>%1 (this one)</source>
        <translation>%1 (this one)</translation>
    </message>
</context>
<context>
    <name>DocumentForm</name>
    <message>
        <source>T&amp;ype</source>
        <translation>T&amp;ype</translation>
    </message>
    <message>
        <source>&amp;Title</source>
        <translation>&amp;Title</translation>
    </message>
    <message>
        <source>Dat&amp;e</source>
        <translation>Dat&amp;e</translation>
    </message>
    <message>
        <source>&amp;Origin</source>
        <translation>&amp;Origin</translation>
    </message>
</context>
<context>
    <name>DocumentPanel</name>
    <message>
        <source>Version</source>
        <translation>Version</translation>
    </message>
    <message>
        <source>When</source>
        <translation>When</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Size</translation>
    </message>
    <message>
        <source>Sending</source>
        <translation>Sending</translation>
    </message>
    <message>
        <source>T&amp;itle</source>
        <translation>T&amp;itle</translation>
    </message>
    <message>
        <source>T&amp;ype</source>
        <translation>T&amp;ype</translation>
    </message>
    <message>
        <source>Dat&amp;e</source>
        <translation>Dat&amp;e</translation>
    </message>
    <message>
        <source>Versions</source>
        <translation>Versions</translation>
    </message>
    <message>
        <source>Keep this version</source>
        <translation>Keep this version</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>Details</translation>
    </message>
    <message>
        <source>ENI identifier %1</source>
        <translation>ENI identifier %1</translation>
    </message>
    <message>
        <source>Two versions stand side by side: choose which one stays.</source>
        <translation>Two versions stand side by side: choose which one stays.</translation>
    </message>
    <message>
        <source>Sent to be signed by %1. %2.</source>
        <translation>Sent to be signed by %1. %2.</translation>
    </message>
    <message>
        <source>Signature file</source>
        <translation>Signature file</translation>
    </message>
</context>
<context>
    <name>DocumentsTab</name>
    <message>
        <source>Title</source>
        <translation>Title</translation>
    </message>
    <message>
        <source>Date</source>
        <translation>Date</translation>
    </message>
    <message>
        <source>State</source>
        <translation>State</translation>
    </message>
    <message>
        <source>Sending</source>
        <translation>Sending</translation>
    </message>
    <message>
        <source>Documents</source>
        <translation>Documents</translation>
    </message>
    <message>
        <source>Add a document</source>
        <translation>Add a document</translation>
    </message>
    <message>
        <source>Sign</source>
        <translation>Sign</translation>
    </message>
    <message>
        <source>Send to be signed</source>
        <translation>Send to be signed</translation>
    </message>
    <message>
        <source>Fetch</source>
        <translation>Fetch</translation>
    </message>
    <message>
        <source>There is no document yet.</source>
        <translation>There is no document yet.</translation>
    </message>
    <message>
        <source>Drop a PDF here, or add it from a folder.</source>
        <translation>Drop a PDF here, or add it from a folder.</translation>
    </message>
    <message>
        <source>The file is on its way; it opens when it arrives.</source>
        <translation>The file is on its way; it opens when it arrives.</translation>
    </message>
    <message>
        <source>The central service does not have the file yet. It comes by itself when it does.</source>
        <translation>The central service does not have the file yet. It comes by itself when it does.</translation>
    </message>
    <message>
        <source>The file is not on this computer: fetch it to see it.</source>
        <translation>The file is not on this computer: fetch it to see it.</translation>
    </message>
    <message>
        <source>The file is still on the computer of who added it.</source>
        <translation>The file is still on the computer of who added it.</translation>
    </message>
</context>
<context>
    <name>DossierDataTab</name>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>NIF</source>
        <translation>NIF</translation>
    </message>
    <message>
        <source>Role</source>
        <translation>Role</translation>
    </message>
    <message>
        <source>E-mail</source>
        <translation>E-mail</translation>
    </message>
    <message>
        <source>Sending</source>
        <translation>Sending</translation>
    </message>
    <message>
        <source>&amp;Title</source>
        <translation>&amp;Title</translation>
    </message>
    <message>
        <source>&amp;Unit</source>
        <translation>&amp;Unit</translation>
    </message>
    <message>
        <source>&amp;Phase</source>
        <translation>&amp;Phase</translation>
    </message>
    <message>
        <source>&amp;Notes</source>
        <translation>&amp;Notes</translation>
    </message>
    <message>
        <source>Series</source>
        <translation>Series</translation>
    </message>
    <message>
        <source>Procedure</source>
        <translation>Procedure</translation>
    </message>
    <message>
        <source>Opened on</source>
        <translation>Opened on</translation>
    </message>
    <message>
        <source>ENI identifier</source>
        <translation>ENI identifier</translation>
    </message>
    <message>
        <source>Last change</source>
        <translation>Last change</translation>
    </message>
    <message>
        <source>Interested persons</source>
        <translation>Interested persons</translation>
    </message>
    <message>
        <source>Add a person</source>
        <translation>Add a person</translation>
    </message>
    <message>
        <source>Remove the person</source>
        <translation>Remove the person</translation>
    </message>
    <message>
        <source>Save the person</source>
        <translation>Save the person</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Cancel</translation>
    </message>
    <message>
        <source>No unit</source>
        <translation>No unit</translation>
    </message>
    <message>
        <source>On a computer only for signing there is what names the dossier, to be read. The rest is done on a computer of the town hall.</source>
        <translation>On a computer only for signing there is what names the dossier, to be read. The rest is done on a computer of the town hall.</translation>
    </message>
    <message>
        <source>You may read this dossier and not change it.</source>
        <translation>You may read this dossier and not change it.</translation>
    </message>
</context>
<context>
    <name>DossierListModel</name>
    <message>
        <source>Number</source>
        <translation>Number</translation>
    </message>
    <message>
        <source>Title</source>
        <translation>Title</translation>
    </message>
    <message>
        <source>Series</source>
        <translation>Series</translation>
    </message>
    <message>
        <source>Unit</source>
        <translation>Unit</translation>
    </message>
    <message>
        <source>Situation</source>
        <translation>Situation</translation>
    </message>
    <message>
        <source>Sending</source>
        <translation>Sending</translation>
    </message>
    <message>
        <source>Last change</source>
        <translation>Last change</translation>
    </message>
</context>
<context>
    <name>DossierPageView</name>
    <message>
        <source>D&amp;ata</source>
        <translation>D&amp;ata</translation>
    </message>
    <message>
        <source>Doc&amp;uments</source>
        <translation>Doc&amp;uments</translation>
    </message>
    <message>
        <source>Histor&amp;y</source>
        <translation>Histor&amp;y</translation>
    </message>
    <message>
        <source>This dossier is not on this computer.</source>
        <translation>This dossier is not on this computer.</translation>
    </message>
    <message>
        <source>Here is what waits for your signature; the rest is at the town hall.</source>
        <translation>Here is what waits for your signature; the rest is at the town hall.</translation>
    </message>
    <message>
        <source>Look for it in the list of dossiers.</source>
        <translation>Look for it in the list of dossiers.</translation>
    </message>
    <message>
        <source>Restricted access</source>
        <translation>Restricted access</translation>
    </message>
    <message>
        <source>Kept here</source>
        <translation>Kept here</translation>
    </message>
    <message>
        <source>Dossier</source>
        <translation>Dossier</translation>
    </message>
</context>
<context>
    <name>DossiersPage</name>
    <message>
        <source>Dossiers</source>
        <translation>Dossiers</translation>
    </message>
    <message>
        <source>Number, title, interested person or document</source>
        <translation>Number, title, interested person or document</translation>
    </message>
    <message>
        <source>Search dossiers</source>
        <translation>Search dossiers</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Open</translation>
    </message>
    <message>
        <source>Closed</source>
        <translation>Closed</translation>
    </message>
    <message>
        <source>All</source>
        <translation>All</translation>
    </message>
    <message>
        <source>Waiting to be sent</source>
        <translation>Waiting to be sent</translation>
    </message>
    <message>
        <source>Show all series again</source>
        <translation>Show all series again</translation>
    </message>
    <message numerus="yes">
        <source>%n new: show them</source>
        <translation>
            <numerusform>%n new: show it</numerusform>
            <numerusform>%n new: show them</numerusform>
        </translation>
    </message>
    <message>
        <source>The order changed: show it</source>
        <translation>The order changed: show it</translation>
    </message>
    <message numerus="yes">
        <source>%n dossier(s)</source>
        <translation>
            <numerusform>%n dossier</numerusform>
            <numerusform>%n dossiers</numerusform>
        </translation>
    </message>
    <message>
        <source>No dossier is like that.</source>
        <translation>No dossier is like that.</translation>
    </message>
    <message>
        <source>Try fewer words, another chip or all series.</source>
        <translation>Try fewer words, another chip or all series.</translation>
    </message>
    <message>
        <source>The town hall&apos;s dossiers are on their way.</source>
        <translation>The town hall&apos;s dossiers are on their way.</translation>
    </message>
    <message>
        <source>They appear here as they come. You can begin a new one already.</source>
        <translation>They appear here as they come. You can begin a new one already.</translation>
    </message>
    <message>
        <source>There is no dossier here.</source>
        <translation>There is no dossier here.</translation>
    </message>
    <message>
        <source>The first one begins with its series.</source>
        <translation>The first one begins with its series.</translation>
    </message>
    <message>
        <source>Series</source>
        <translation>Series</translation>
    </message>
</context>
<context>
    <name>FlowForm</name>
    <message>
        <source>Step</source>
        <translation>Step</translation>
    </message>
    <message>
        <source>Who</source>
        <translation>Who</translation>
    </message>
    <message>
        <source>What for</source>
        <translation>What for</translation>
    </message>
    <message>
        <source>Enough</source>
        <translation>Enough</translation>
    </message>
    <message>
        <source>&amp;Name</source>
        <translation>&amp;Name</translation>
    </message>
    <message>
        <source>W&amp;ho signs</source>
        <translation>W&amp;ho signs</translation>
    </message>
    <message>
        <source>W&amp;hat for</source>
        <translation>W&amp;hat for</translation>
    </message>
    <message>
        <source>&amp;Enough of this step</source>
        <translation>&amp;Enough of this step</translation>
    </message>
    <message>
        <source>Steps</source>
        <translation>Steps</translation>
    </message>
    <message>
        <source>Another flow has this name already: write another one.</source>
        <translation>Another flow has this name already: write another one.</translation>
    </message>
    <message>
        <source>For example: Invoices</source>
        <translation>For example: Invoices</translation>
    </message>
    <message>
        <source>As the ne&amp;xt step</source>
        <translation>As the ne&amp;xt step</translation>
    </message>
    <message>
        <source>In the &amp;same step</source>
        <translation>In the &amp;same step</translation>
    </message>
    <message>
        <source>Ea&amp;rlier</source>
        <translation>Ea&amp;rlier</translation>
    </message>
    <message>
        <source>&amp;Later</source>
        <translation>&amp;Later</translation>
    </message>
    <message>
        <source>Take &amp;out</source>
        <translation>Take &amp;out</translation>
    </message>
    <message>
        <source>How many of those who are asked in this step have to answer.</source>
        <translation>How many of those who are asked in this step have to answer.</translation>
    </message>
    <message>
        <source>all</source>
        <translation>all</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 of %2</translation>
    </message>
</context>
<context>
    <name>FlowsPage</name>
    <message>
        <source>Flow</source>
        <translation>Flow</translation>
    </message>
    <message>
        <source>Who signs</source>
        <translation>Who signs</translation>
    </message>
    <message>
        <source>Signature flows</source>
        <translation>Signature flows</translation>
    </message>
    <message>
        <source>Who signs, and in which order. The three ready flows are always there; the town hall adds its own. A request that was sent keeps the flow it was sent with.</source>
        <translation>Who signs, and in which order. The three ready flows are always there; the town hall adds its own. A request that was sent keeps the flow it was sent with.</translation>
    </message>
    <message>
        <source>&amp;New flow</source>
        <translation>&amp;New flow</translation>
    </message>
    <message>
        <source>Remo&amp;ve the flow</source>
        <translation>Remo&amp;ve the flow</translation>
    </message>
    <message>
        <source>Ask for the &amp;PIN or passphrase at every signature</source>
        <translation>Ask for the &amp;PIN or passphrase at every signature</translation>
    </message>
    <message>
        <source>Otherwise one PIN is good for the documents that a person confirmed together.</source>
        <translation>Otherwise one PIN is good for the documents that a person confirmed together.</translation>
    </message>
    <message>
        <source>Change the flow</source>
        <translation>Change the flow</translation>
    </message>
    <message>
        <source>New flow</source>
        <translation>New flow</translation>
    </message>
    <message>
        <source>Save the flow</source>
        <translation>Save the flow</translation>
    </message>
</context>
<context>
    <name>Handlers</name>
    <message>
        <source>Saved.</source>
        <translation>Saved.</translation>
    </message>
    <message>
        <source>Why is the document discarded?</source>
        <translation>Why is the document discarded?</translation>
    </message>
    <message>
        <source>Document discarded.</source>
        <translation>Document discarded.</translation>
    </message>
    <message>
        <source>Choose the certificate</source>
        <translation>Choose the certificate</translation>
    </message>
    <message>
        <source>Certificates (*.p12 *.pfx *.P12 *.PFX)</source>
        <translation>Certificates (*.p12 *.pfx *.P12 *.PFX)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>All files (*)</translation>
    </message>
    <message>
        <source>%1 is off the list. The file stays where it is.</source>
        <translation>%1 is off the list. The file stays where it is.</translation>
    </message>
    <message>
        <source>Signed, without a time seal yet.</source>
        <translation>Signed, without a time seal yet.</translation>
    </message>
    <message>
        <source>Why is the dossier closed?</source>
        <translation>Why is the dossier closed?</translation>
    </message>
    <message>
        <source>Why is the dossier opened again?</source>
        <translation>Why is the dossier opened again?</translation>
    </message>
    <message>
        <source>Interested person removed.</source>
        <translation>Interested person removed.</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Undo</translation>
    </message>
    <message>
        <source>Sent to be signed.</source>
        <translation>Sent to be signed.</translation>
    </message>
    <message>
        <source>Reviewed.</source>
        <translation>Reviewed.</translation>
    </message>
    <message>
        <source>Why is it refused?</source>
        <translation>Why is it refused?</translation>
    </message>
    <message>
        <source>Refused.</source>
        <translation>Refused.</translation>
    </message>
    <message>
        <source>Who signs in your place?</source>
        <translation>Who signs in your place?</translation>
    </message>
    <message>
        <source>Delegated to %1.</source>
        <translation>Delegated to %1.</translation>
    </message>
    <message>
        <source>Why is it withdrawn?</source>
        <translation>Why is it withdrawn?</translation>
    </message>
    <message>
        <source>The substitution is called off.</source>
        <translation>The substitution is called off.</translation>
    </message>
    <message>
        <source>The last day of the substitution is noted.</source>
        <translation>The last day of the substitution is noted.</translation>
    </message>
    <message>
        <source>Looking for what nobody sees in the document…</source>
        <translation>Looking for what nobody sees in the document…</translation>
    </message>
    <message>
        <source>Nothing is hidden in «%1».</source>
        <translation>Nothing is hidden in «%1».</translation>
    </message>
    <message>
        <source>Of «%1» this would go: %2.</source>
        <translation>Of «%1» this would go: %2.</translation>
    </message>
    <message>
        <source>This can be seen and stays: %1.</source>
        <translation>This can be seen and stays: %1.</translation>
    </message>
    <message>
        <source>A new version is made of it; the present one is kept.</source>
        <translation>A new version is made of it; the present one is kept.</translation>
    </message>
    <message>
        <source>Its request for signatures ends without effect; send it again.</source>
        <translation>Its request for signatures ends without effect; send it again.</translation>
    </message>
    <message>
        <source>Make the clean version</source>
        <translation>Make the clean version</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Cancel</translation>
    </message>
    <message>
        <source>The clean version is being made…</source>
        <translation>The clean version is being made…</translation>
    </message>
    <message>
        <source>The clean version stands; the one before is kept.</source>
        <translation>The clean version stands; the one before is kept.</translation>
    </message>
    <message>
        <source>Save a copy</source>
        <translation>Save a copy</translation>
    </message>
    <message>
        <source>Copies are being saved: %1 of %2</source>
        <translation>Copies are being saved: %1 of %2</translation>
    </message>
    <message>
        <source>Evidence is being saved: %1 of %2</source>
        <translation>Evidence is being saved: %1 of %2</translation>
    </message>
    <message>
        <source>The list is on the clipboard.</source>
        <translation>The list is on the clipboard.</translation>
    </message>
    <message>
        <source>Save the list</source>
        <translation>Save the list</translation>
    </message>
    <message>
        <source>Choose the folder to save to</source>
        <translation>Choose the folder to save to</translation>
    </message>
    <message>
        <source>Nothing was saved.</source>
        <translation>Nothing was saved.</translation>
    </message>
    <message>
        <source>Saved: %1</source>
        <translation>Saved: %1</translation>
    </message>
    <message>
        <source>%1 files saved in %2</source>
        <translation>%1 files saved in %2</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Stop</translation>
    </message>
    <message>
        <source>Flow saved.</source>
        <translation>Flow saved.</translation>
    </message>
    <message>
        <source>Flow removed.</source>
        <translation>Flow removed.</translation>
    </message>
    <message>
        <source>From now on the PIN is asked for at every signature.</source>
        <translation>From now on the PIN is asked for at every signature.</translation>
    </message>
    <message>
        <source>From now on one PIN is good for the documents of a list.</source>
        <translation>From now on one PIN is good for the documents of a list.</translation>
    </message>
</context>
<context>
    <name>HelpPage</name>
    <message>
        <source>About e-SET Desktop</source>
        <translation>About e-SET Desktop</translation>
    </message>
    <message>
        <source>Help</source>
        <translation>Help</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>Keys</translation>
    </message>
</context>
<context>
    <name>HistoryTab</name>
    <message>
        <source>When</source>
        <translation>When</translation>
    </message>
    <message>
        <source>Who</source>
        <translation>Who</translation>
    </message>
    <message>
        <source>What</source>
        <translation>What</translation>
    </message>
    <message>
        <source>On</source>
        <translation>On</translation>
    </message>
    <message>
        <source>Sending</source>
        <translation>Sending</translation>
    </message>
    <message>
        <source>History</source>
        <translation>History</translation>
    </message>
</context>
<context>
    <name>IdentityPicker</name>
    <message>
        <source>Certificates</source>
        <translation>Certificates</translation>
    </message>
    <message>
        <source>Holder</source>
        <translation>Holder</translation>
    </message>
    <message>
        <source>Body</source>
        <translation>Body</translation>
    </message>
    <message>
        <source>Issued by</source>
        <translation>Issued by</translation>
    </message>
    <message>
        <source>Valid until</source>
        <translation>Valid until</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>Note</translation>
    </message>
    <message>
        <source>Says whose it is when it is opened</source>
        <translation>Says whose it is when it is opened</translation>
    </message>
    <message>
        <source>Card driver «%1»</source>
        <translation>Card driver «%1»</translation>
    </message>
</context>
<context>
    <name>JoinDialog</name>
    <message>
        <source>Link this computer</source>
        <translation>Link this computer</translation>
    </message>
    <message>
        <source>The town hall&apos;s administrator gives you the address and a code that works once.</source>
        <translation>The town hall&apos;s administrator gives you the address and a code that works once.</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Language</translation>
    </message>
    <message>
        <source>&amp;Address of the central service</source>
        <translation>&amp;Address of the central service</translation>
    </message>
    <message>
        <source>Enrolment &amp;code</source>
        <translation>Enrolment &amp;code</translation>
    </message>
    <message>
        <source>&amp;Passphrase</source>
        <translation>&amp;Passphrase</translation>
    </message>
    <message>
        <source>Passphrase, a&amp;gain</source>
        <translation>Passphrase, a&amp;gain</translation>
    </message>
    <message>
        <source>How your data are opened on this computer</source>
        <translation>How your data are opened on this computer</translation>
    </message>
    <message>
        <source>With your session of this computer: nothing to type (&amp;recommended)</source>
        <translation>With your session of this computer: nothing to type (&amp;recommended)</translation>
    </message>
    <message>
        <source>With your session of this computer: it has no safe place for a key</source>
        <translation>With your session of this computer: it has no safe place for a key</translation>
    </message>
    <message>
        <source>With a pass&amp;phrase, typed each time</source>
        <translation>With a pass&amp;phrase, typed each time</translation>
    </message>
    <message>
        <source>Only for &amp;signing: nothing comes here but what waits for your signature</source>
        <translation>Only for &amp;signing: nothing comes here but what waits for your signature</translation>
    </message>
    <message>
        <source>If one day neither opens them, the town hall&apos;s recovery key does: unsent work is not lost.</source>
        <translation>If one day neither opens them, the town hall&apos;s recovery key does: unsent work is not lost.</translation>
    </message>
    <message>
        <source>Linking…</source>
        <translation>Linking…</translation>
    </message>
    <message>
        <source>&amp;Link</source>
        <translation>&amp;Link</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>&amp;Quit</translation>
    </message>
</context>
<context>
    <name>LateLine</name>
    <message>
        <source>Understood</source>
        <translation>Understood</translation>
    </message>
    <message>
        <source>“%1” (signed on %2)</source>
        <translation>“%1” (signed on %2)</translation>
    </message>
    <message>
        <source>a document</source>
        <translation>a document</translation>
    </message>
    <message numerus="yes">
        <source>%n signature(s) came when nobody asked for them any more: %1. They are kept at the town hall and answer nothing: see Done there.</source>
        <translation>
            <numerusform>%n signature of yours came when it was not asked for any more: %1. It is kept at the town hall but answers nothing: find it under Done on a computer there.</numerusform>
            <numerusform>%n signatures of yours came when they were not asked for any more: %1. They are kept at the town hall but answer nothing: find them under Done on a computer there.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n signature(s) came when nobody asked for them any more: %1. They are kept but answer nothing: see Done.</source>
        <translation>
            <numerusform>%n signature of yours came when it was not asked for any more: %1. It is kept but answers nothing: find it under Done.</numerusform>
            <numerusform>%n signatures of yours came when they were not asked for any more: %1. They are kept but answer nothing: find them under Done.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>The documents go on being signed.</source>
        <translation>The documents go on being signed.</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>Show</translation>
    </message>
</context>
<context>
    <name>Navigation</name>
    <message>
        <source>Places</source>
        <translation>Places</translation>
    </message>
</context>
<context>
    <name>NewDossierPage</name>
    <message>
        <source>New dossier</source>
        <translation>New dossier</translation>
    </message>
    <message>
        <source>&amp;Series</source>
        <translation>&amp;Series</translation>
    </message>
    <message>
        <source>&amp;Procedure</source>
        <translation>&amp;Procedure</translation>
    </message>
    <message>
        <source>&amp;Title</source>
        <translation>&amp;Title</translation>
    </message>
    <message>
        <source>&amp;Unit</source>
        <translation>&amp;Unit</translation>
    </message>
    <message>
        <source>Interested person (may be left empty)</source>
        <translation>Interested person (may be left empty)</translation>
    </message>
    <message>
        <source>Open the dossier</source>
        <translation>Open the dossier</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Cancel</translation>
    </message>
    <message>
        <source>No unit</source>
        <translation>No unit</translation>
    </message>
    <message>
        <source>No procedure</source>
        <translation>No procedure</translation>
    </message>
</context>
<context>
    <name>NoticeLine</name>
    <message>
        <source>Close this notice</source>
        <translation>Close this notice</translation>
    </message>
</context>
<context>
    <name>OtherWays</name>
    <message numerus="yes">
        <source>%n document(s) can be signed without being changed.</source>
        <translation>
            <numerusform>%n document can be signed without being changed.</numerusform>
            <numerusform>%n documents can be signed without being changed.</numerusform>
        </translation>
    </message>
    <message>
        <source>Sign beside…</source>
        <translation>Sign beside…</translation>
    </message>
    <message>
        <source>The signature becomes a file of its own (.p7s) in the dossier: both are needed to check it.</source>
        <translation>The signature becomes a file of its own (.p7s) in the dossier: both are needed to check it.</translation>
    </message>
    <message>
        <source>Sign in a container…</source>
        <translation>Sign in a container…</translation>
    </message>
    <message>
        <source>A copy and its signature go together into one file (.asice) in the dossier.</source>
        <translation>A copy and its signature go together into one file (.asice) in the dossier.</translation>
    </message>
</context>
<context>
    <name>OutboxPage</name>
    <message>
        <source>State</source>
        <translation>State</translation>
    </message>
    <message>
        <source>Dossier</source>
        <translation>Dossier</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>Change</translation>
    </message>
    <message>
        <source>Values</source>
        <translation>Values</translation>
    </message>
    <message>
        <source>Made on</source>
        <translation>Made on</translation>
    </message>
    <message>
        <source>Document</source>
        <translation>Document</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Size</translation>
    </message>
    <message>
        <source>Problem</source>
        <translation>Problem</translation>
    </message>
    <message>
        <source>Waiting to be sent</source>
        <translation>Waiting to be sent</translation>
    </message>
    <message>
        <source>All this is safe on this computer and is sent by itself when there is connection.</source>
        <translation>All this is safe on this computer and is sent by itself when there is connection.</translation>
    </message>
    <message>
        <source>Send now</source>
        <translation>Send now</translation>
    </message>
    <message>
        <source>Files on their way</source>
        <translation>Files on their way</translation>
    </message>
    <message>
        <source>Changes waiting to be sent</source>
        <translation>Changes waiting to be sent</translation>
    </message>
    <message>
        <source>Send again</source>
        <translation>Send again</translation>
    </message>
    <message>
        <source>Discard the change</source>
        <translation>Discard the change</translation>
    </message>
    <message>
        <source>Open the dossier</source>
        <translation>Open the dossier</translation>
    </message>
    <message>
        <source>Nothing waits to be sent.</source>
        <translation>Nothing waits to be sent.</translation>
    </message>
    <message>
        <source>Everything you saved is also at the central service.</source>
        <translation>Everything you saved is also at the central service.</translation>
    </message>
    <message>
        <source>It waits for another change that needs attention; it is sent with it.</source>
        <translation>It waits for another change that needs attention; it is sent with it.</translation>
    </message>
    <message numerus="yes">
        <source>%n change(s) wait for this one.</source>
        <translation>
            <numerusform>%n change waits for this one.</numerusform>
            <numerusform>%n changes wait for this one.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>PartyForm</name>
    <message>
        <source>N&amp;ame or company</source>
        <translation>N&amp;ame or company</translation>
    </message>
    <message>
        <source>NI&amp;F</source>
        <translation>NI&amp;F</translation>
    </message>
    <message>
        <source>&amp;Role</source>
        <translation>&amp;Role</translation>
    </message>
    <message>
        <source>E-&amp;mail</source>
        <translation>E-&amp;mail</translation>
    </message>
    <message>
        <source>The NIF is right</source>
        <translation>The NIF is right</translation>
    </message>
    <message>
        <source>The control letter or digit is not right</source>
        <translation>The control letter or digit is not right</translation>
    </message>
</context>
<context>
    <name>PlanPage</name>
    <message>
        <source>File plan</source>
        <translation>File plan</translation>
    </message>
    <message>
        <source>Code or words of a function, sub-function or series</source>
        <translation>Code or words of a function, sub-function or series</translation>
    </message>
    <message>
        <source>Filter the file plan</source>
        <translation>Filter the file plan</translation>
    </message>
    <message>
        <source>Its dossiers</source>
        <translation>Its dossiers</translation>
    </message>
    <message>
        <source>New dossier here</source>
        <translation>New dossier here</translation>
    </message>
    <message>
        <source>No class has these words.</source>
        <translation>No class has these words.</translation>
    </message>
    <message>
        <source>Try fewer or shorter words.</source>
        <translation>Try fewer or shorter words.</translation>
    </message>
    <message>
        <source>There is no file plan on this computer yet.</source>
        <translation>There is no file plan on this computer yet.</translation>
    </message>
    <message>
        <source>It comes with the first connection to the central service.</source>
        <translation>It comes with the first connection to the central service.</translation>
    </message>
</context>
<context>
    <name>PlanTreeModel</name>
    <message>
        <source>Class</source>
        <translation>Class</translation>
    </message>
    <message>
        <source>Open dossiers</source>
        <translation>Open dossiers</translation>
    </message>
</context>
<context>
    <name>Preview</name>
    <message>
        <source>Pages of the document</source>
        <translation>Pages of the document</translation>
    </message>
    <message>
        <source>Choose a document to see it here.</source>
        <translation>Choose a document to see it here.</translation>
    </message>
    <message>
        <source>Opening the document…</source>
        <translation>Opening the document…</translation>
    </message>
    <message>
        <source>Page %1 of %2 · %3 %</source>
        <translation>Page %1 of %2 · %3 %</translation>
    </message>
</context>
<context>
    <name>ProgressPanel</name>
    <message>
        <source>Signed so far</source>
        <translation>Signed so far</translation>
    </message>
    <message>
        <source>Signing: %1 of %2</source>
        <translation>Signing: %1 of %2</translation>
    </message>
    <message>
        <source>Waiting: %1 of %2 are signed</source>
        <translation>Waiting: %1 of %2 are signed</translation>
    </message>
    <message>
        <source>%1 of %2 are signed</source>
        <translation>%1 of %2 are signed</translation>
    </message>
    <message>
        <source>Stopped: %1 of %2 are signed</source>
        <translation>Stopped: %1 of %2 are signed</translation>
    </message>
    <message>
        <source>How long it takes will be known in a moment.</source>
        <translation>How long it takes will be known in a moment.</translation>
    </message>
    <message>
        <source>%1 documents a minute</source>
        <translation>%1 documents a minute</translation>
    </message>
    <message numerus="yes">
        <source>%n second(s) left</source>
        <translation>
            <numerusform>%n second left</numerusform>
            <numerusform>%n seconds left</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n minute(s) left</source>
        <translation>
            <numerusform>%n minute left</numerusform>
            <numerusform>%n minutes left</numerusform>
        </translation>
    </message>
    <message>
        <source>The card is here again. Go on: what is signed already is not signed twice.</source>
        <translation>The card is here again. Go on: what is signed already is not signed twice.</translation>
    </message>
</context>
<context>
    <name>Question</name>
    <message>
        <source>Done</source>
        <translation>Done</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Cancel</translation>
    </message>
</context>
<context>
    <name>RequestLists</name>
    <message>
        <source>Document</source>
        <translation>Document</translation>
    </message>
    <message>
        <source>Dossier</source>
        <translation>Dossier</translation>
    </message>
    <message>
        <source>Asked of you</source>
        <translation>Asked of you</translation>
    </message>
    <message>
        <source>Last day</source>
        <translation>Last day</translation>
    </message>
    <message>
        <source>Who signs</source>
        <translation>Who signs</translation>
    </message>
    <message>
        <source>State</source>
        <translation>State</translation>
    </message>
    <message>
        <source>Ended</source>
        <translation>Ended</translation>
    </message>
    <message>
        <source>To be signed</source>
        <translation>To be signed</translation>
    </message>
    <message>
        <source>Sent</source>
        <translation>Sent</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Done</translation>
    </message>
    <message>
        <source>Nothing waits for your signature.</source>
        <translation>Nothing waits for your signature.</translation>
    </message>
    <message>
        <source>What is sent to you appears here by itself.</source>
        <translation>What is sent to you appears here by itself.</translation>
    </message>
    <message>
        <source>You have not sent anything to be signed.</source>
        <translation>You have not sent anything to be signed.</translation>
    </message>
    <message>
        <source>Choose documents in a dossier and send them to be signed.</source>
        <translation>Choose documents in a dossier and send them to be signed.</translation>
    </message>
    <message>
        <source>What you signed is at the town hall.</source>
        <translation>What you signed is at the town hall.</translation>
    </message>
    <message>
        <source>This computer keeps what waits for your signature and nothing else. What you signed, reviewed or refused is under Done in the signature folder of a computer of the town hall.</source>
        <translation>This computer keeps what waits for your signature and nothing else. What you signed, reviewed or refused is under Done in the signature folder of a computer of the town hall.</translation>
    </message>
    <message>
        <source>Nothing is done yet.</source>
        <translation>Nothing is done yet.</translation>
    </message>
    <message>
        <source>What you sign, review or refuse stays here.</source>
        <translation>What you sign, review or refuse stays here.</translation>
    </message>
</context>
<context>
    <name>RequestPanel</name>
    <message>
        <source>Who</source>
        <translation>Who</translation>
    </message>
    <message>
        <source>What</source>
        <translation>What</translation>
    </message>
    <message>
        <source>State</source>
        <translation>State</translation>
    </message>
    <message>
        <source>Dossier</source>
        <translation>Dossier</translation>
    </message>
    <message>
        <source>Asked of you</source>
        <translation>Asked of you</translation>
    </message>
    <message>
        <source>Amount</source>
        <translation>Amount</translation>
    </message>
    <message>
        <source>Sent by</source>
        <translation>Sent by</translation>
    </message>
    <message>
        <source>Last day</source>
        <translation>Last day</translation>
    </message>
    <message>
        <source>Message</source>
        <translation>Message</translation>
    </message>
    <message>
        <source>Attention</source>
        <translation>Attention</translation>
    </message>
    <message>
        <source>The request</source>
        <translation>The request</translation>
    </message>
    <message>
        <source>Who is asked</source>
        <translation>Who is asked</translation>
    </message>
    <message>
        <source>To be seen together:</source>
        <translation>To be seen together:</translation>
    </message>
    <message>
        <source>Write a comment…</source>
        <translation>Write a comment…</translation>
    </message>
    <message>
        <source>Comment</source>
        <translation>Comment</translation>
    </message>
    <message numerus="yes">
        <source>%n signature(s) came when it was not asked for any more.</source>
        <translation>
            <numerusform>%n signature came when it was not asked for any more.</numerusform>
            <numerusform>%n signatures came when they were not asked for any more.</numerusform>
        </translation>
    </message>
    <message>
        <source>Not on this computer</source>
        <translation>Not on this computer</translation>
    </message>
</context>
<context>
    <name>SecretDialog</name>
    <message>
        <source>Sign</source>
        <translation>Sign</translation>
    </message>
    <message>
        <source>The PIN is typed on the reader&apos;s own keys, or in the window of the card&apos;s driver.</source>
        <translation>The PIN is typed on the reader&apos;s own keys, or in the window of the card&apos;s driver.</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Open</translation>
    </message>
    <message>
        <source>It cannot be signed with this card now</source>
        <translation>It cannot be signed with this card now</translation>
    </message>
    <message>
        <source>Open the certificate</source>
        <translation>Open the certificate</translation>
    </message>
    <message>
        <source>“%1” will be signed</source>
        <translation>“%1” will be signed</translation>
    </message>
    <message numerus="yes">
        <source>%n document(s) will be signed</source>
        <translation>
            <numerusform>%n document will be signed</numerusform>
            <numerusform>%n documents will be signed</numerusform>
        </translation>
    </message>
    <message>
        <source>With the certificate of %1 (%2).</source>
        <translation>With the certificate of %1 (%2).</translation>
    </message>
    <message>
        <source>Enter the &amp;PIN of the card</source>
        <translation>Enter the &amp;PIN of the card</translation>
    </message>
    <message>
        <source>Enter the &amp;passphrase of the certificate</source>
        <translation>Enter the &amp;passphrase of the certificate</translation>
    </message>
</context>
<context>
    <name>SendToSignPage</name>
    <message>
        <source>Send to be signed</source>
        <translation>Send to be signed</translation>
    </message>
    <message>
        <source>&amp;Who signs</source>
        <translation>&amp;Who signs</translation>
    </message>
    <message>
        <source>Until</source>
        <translation>Until</translation>
    </message>
    <message>
        <source>&amp;Amount (€)</source>
        <translation>&amp;Amount (€)</translation>
    </message>
    <message>
        <source>&amp;Message</source>
        <translation>&amp;Message</translation>
    </message>
    <message>
        <source>&amp;Reports to be seen beside it</source>
        <translation>&amp;Reports to be seen beside it</translation>
    </message>
    <message>
        <source>&amp;Last day</source>
        <translation>&amp;Last day</translation>
    </message>
    <message>
        <source>Last day</source>
        <translation>Last day</translation>
    </message>
    <message>
        <source>&amp;Urgent</source>
        <translation>&amp;Urgent</translation>
    </message>
    <message>
        <source>Reports to be seen beside it</source>
        <translation>Reports to be seen beside it</translation>
    </message>
    <message>
        <source>It works without connection: it is sent when there is one.</source>
        <translation>It works without connection: it is sent when there is one.</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Cancel</translation>
    </message>
    <message>
        <source>&amp;Flows…</source>
        <translation>&amp;Flows…</translation>
    </message>
    <message>
        <source>Put together flows of the town hall&apos;s own.</source>
        <translation>Put together flows of the town hall&apos;s own.</translation>
    </message>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>and %n more</numerusform>
            <numerusform>and %n more</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>SignList</name>
    <message>
        <source>The signature is a document of the same dossier: %1 (%2).</source>
        <translation>The signature is a document of the same dossier: %1 (%2).</translation>
    </message>
    <message>
        <source>%1 has the turn to sign this document until %2. If both sign, one of you will have to sign again.</source>
        <translation>%1 has the turn to sign this document until %2. If both sign, one of you will have to sign again.</translation>
    </message>
    <message>
        <source>Others are asked to sign this document too, and without connection it is not known whose turn it is. If two sign at the same time, one will have to sign again.</source>
        <translation>Others are asked to sign this document too, and without connection it is not known whose turn it is. If two sign at the same time, one will have to sign again.</translation>
    </message>
    <message>
        <source>Document</source>
        <translation>Document</translation>
    </message>
    <message>
        <source>Dossier</source>
        <translation>Dossier</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Size</translation>
    </message>
    <message>
        <source>State</source>
        <translation>State</translation>
    </message>
    <message>
        <source>Documents to be signed</source>
        <translation>Documents to be signed</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>Why</translation>
    </message>
    <message>
        <source>What became of each document:</source>
        <translation>What became of each document:</translation>
    </message>
    <message>
        <source>The documents are being looked at…</source>
        <translation>The documents are being looked at…</translation>
    </message>
    <message numerus="yes">
        <source>%n document(s) cannot be signed; the list says why. The others can.</source>
        <translation>
            <numerusform>%n document cannot be signed; the list says why. The others can.</numerusform>
            <numerusform>%n documents cannot be signed; the list says why. The others can.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n document(s) may be signed by somebody else now; the list says by whom.</source>
        <translation>
            <numerusform>%n document may be signed by somebody else now; the list says by whom.</numerusform>
            <numerusform>%n documents may be signed by somebody else now; the list says by whom.</numerusform>
        </translation>
    </message>
    <message>
        <source>Exactly this will be signed, and nothing else:</source>
        <translation>Exactly this will be signed, and nothing else:</translation>
    </message>
    <message>
        <source>%1, but not your turn</source>
        <translation>%1, but not your turn</translation>
    </message>
</context>
<context>
    <name>SignPage</name>
    <message>
        <source>Show the signature on the page</source>
        <translation>Show the signature on the page</translation>
    </message>
    <message>
        <source>Along the margin: who signs, as what, when, and the code to check the document by.</source>
        <translation>Along the margin: who signs, as what, when, and the code to check the document by.</translation>
    </message>
    <message>
        <source>Sign</source>
        <translation>Sign</translation>
    </message>
    <message>
        <source>Sign beside the document</source>
        <translation>Sign beside the document</translation>
    </message>
    <message>
        <source>Sign in a container</source>
        <translation>Sign in a container</translation>
    </message>
    <message numerus="yes">
        <source>Try again with %n…</source>
        <translation>
            <numerusform>Try again with %n…</numerusform>
            <numerusform>Try again with %n…</numerusform>
        </translation>
    </message>
    <message>
        <source>The certificate is being opened…</source>
        <translation>The certificate is being opened…</translation>
    </message>
    <message>
        <source>The documents stay as they are; the signatures become documents of their dossiers. What was asked for in the signature folder stays open: tell whoever sent it.</source>
        <translation>The documents stay as they are; the signatures become documents of their dossiers. What was asked for in the signature folder stays open: tell whoever sent it.</translation>
    </message>
    <message>
        <source>The documents stay as they are; the signatures become documents of their dossiers.</source>
        <translation>The documents stay as they are; the signatures become documents of their dossiers.</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Stop</translation>
    </message>
    <message>
        <source>Leave it here</source>
        <translation>Leave it here</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Close</translation>
    </message>
    <message>
        <source>The signed version stands beside the present one, which stays as it is. It works without connection.</source>
        <translation>The signed version stands beside the present one, which stays as it is. It works without connection.</translation>
    </message>
    <message>
        <source>Go on…</source>
        <translation>Go on…</translation>
    </message>
    <message numerus="yes">
        <source>Sign %n document(s)…</source>
        <translation>
            <numerusform>Sign %n document…</numerusform>
            <numerusform>Sign %n documents…</numerusform>
        </translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Cancel</translation>
    </message>
</context>
<context>
    <name>SignatureLine</name>
    <message>
        <source>Not signed here.</source>
        <translation>Not signed here.</translation>
    </message>
    <message>
        <source>Signed by %1.</source>
        <translation>Signed by %1.</translation>
    </message>
    <message>
        <source>Signed by %1, waiting for the time seal.</source>
        <translation>Signed by %1, waiting for the time seal.</translation>
    </message>
</context>
<context>
    <name>SignatureList</name>
    <message>
        <source>Signature</source>
        <translation>Signature</translation>
    </message>
    <message>
        <source>When</source>
        <translation>When</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>Result</translation>
    </message>
    <message>
        <source>Signatures</source>
        <translation>Signatures</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Time</translation>
    </message>
    <message>
        <source>Time seal</source>
        <translation>Time seal</translation>
    </message>
    <message>
        <source>Certificate</source>
        <translation>Certificate</translation>
    </message>
    <message>
        <source>Validity</source>
        <translation>Validity</translation>
    </message>
    <message>
        <source>Afterwards</source>
        <translation>Afterwards</translation>
    </message>
    <message>
        <source>Signer unknown</source>
        <translation>Signer unknown</translation>
    </message>
    <message>
        <source>Time seal by %1</source>
        <translation>Time seal by %1</translation>
    </message>
</context>
<context>
    <name>SignaturesPage</name>
    <message>
        <source>Signature folder</source>
        <translation>Signature folder</translation>
    </message>
    <message>
        <source>Reviewed</source>
        <translation>Reviewed</translation>
    </message>
    <message>
        <source>Refuse…</source>
        <translation>Refuse…</translation>
    </message>
    <message>
        <source>Delegate…</source>
        <translation>Delegate…</translation>
    </message>
    <message>
        <source>Send</source>
        <translation>Send</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Pause</translation>
    </message>
    <message>
        <source>Go on asking</source>
        <translation>Go on asking</translation>
    </message>
    <message>
        <source>Withdraw…</source>
        <translation>Withdraw…</translation>
    </message>
    <message>
        <source>Choose a document to see it here.</source>
        <translation>Choose a document to see it here.</translation>
    </message>
    <message>
        <source>The file is not on this computer: open its dossier and fetch it to see and sign it.</source>
        <translation>The file is not on this computer: open its dossier and fetch it to see and sign it.</translation>
    </message>
    <message>
        <source>The file is not on this computer: open its dossier and fetch it to see it.</source>
        <translation>The file is not on this computer: open its dossier and fetch it to see it.</translation>
    </message>
    <message numerus="yes">
        <source>Sign %n document(s)…</source>
        <translation>
            <numerusform>Sign %n document…</numerusform>
            <numerusform>Sign %n documents…</numerusform>
        </translation>
    </message>
    <message>
        <source>Mark all</source>
        <translation>Mark all</translation>
    </message>
    <message>
        <source>Unmark all</source>
        <translation>Unmark all</translation>
    </message>
</context>
<context>
    <name>StatusStrip</name>
    <message numerus="yes">
        <source>%n change(s) waiting to be sent</source>
        <translation>
            <numerusform>%n change waiting to be sent</numerusform>
            <numerusform>%n changes waiting to be sent</numerusform>
        </translation>
    </message>
    <message>
        <source>Nothing waits to be sent</source>
        <translation>Nothing waits to be sent</translation>
    </message>
    <message numerus="yes">
        <source>%n change(s) made at the same time</source>
        <translation>
            <numerusform>%n change made at the same time</numerusform>
            <numerusform>%n changes made at the same time</numerusform>
        </translation>
    </message>
    <message>
        <source>This computer&apos;s clock is off by %1 minutes: set its time</source>
        <translation>This computer&apos;s clock is off by %1 minutes: set its time</translation>
    </message>
    <message numerus="yes">
        <source>This computer&apos;s clock is off by %n day(s): set its date</source>
        <translation>
            <numerusform>This computer&apos;s clock is off by %n day: set its date</numerusform>
            <numerusform>This computer&apos;s clock is off by %n days: set its date</numerusform>
        </translation>
    </message>
    <message>
        <source>Computer only for signing</source>
        <translation>Computer only for signing</translation>
    </message>
    <message>
        <source>Connected</source>
        <translation>Connected</translation>
    </message>
    <message>
        <source>No connection: you can go on working</source>
        <translation>No connection: you can go on working</translation>
    </message>
    <message>
        <source>This computer may no longer connect</source>
        <translation>This computer may no longer connect</translation>
    </message>
    <message>
        <source>Looking for the central service</source>
        <translation>Looking for the central service</translation>
    </message>
    <message>
        <source>Not yet brought up to date</source>
        <translation>Not yet brought up to date</translation>
    </message>
    <message numerus="yes">
        <source>First sync: %n dossier(s) are here</source>
        <translation>
            <numerusform>First sync: %n dossier is here</numerusform>
            <numerusform>First sync: %n dossiers are here</numerusform>
        </translation>
    </message>
    <message>
        <source>Up to date on %1</source>
        <translation>Up to date on %1</translation>
    </message>
</context>
<context>
    <name>StickPage</name>
    <message>
        <source>Choose the stick or a folder</source>
        <translation>Choose the stick or a folder</translation>
    </message>
    <message>
        <source>%1 of %2 MB</source>
        <translation>%1 of %2 MB</translation>
    </message>
    <message>
        <source>The stick is complete: %1 documents.</source>
        <translation>The stick is complete: %1 documents.</translation>
    </message>
    <message>
        <source>The stick is useful already: %1 documents. %2 more will come by the line.</source>
        <translation>The stick is useful already: %1 documents. %2 more will come by the line.</translation>
    </message>
    <message>
        <source>%1 records and %2 documents were taken. The rest will come by the line.</source>
        <translation>%1 records and %2 documents were taken. The rest will come by the line.</translation>
    </message>
    <message>
        <source>The request is written. Code to type on the computer that has the data: %1. When the stick is back, take it in.</source>
        <translation>The request is written. Code to type on the computer that has the data: %1. When the stick is back, take it in.</translation>
    </message>
    <message>
        <source>Prepare a stick for another computer</source>
        <translation>Prepare a stick for another computer</translation>
    </message>
    <message>
        <source>Install from a stick</source>
        <translation>Install from a stick</translation>
    </message>
    <message>
        <source>Choose the folder where the other computer has left its request, and type the code that it shows. Only that computer can read what is written. It may be ended at any moment and goes on when it is begun again.</source>
        <translation>Choose the folder where the other computer has left its request, and type the code that it shows. Only that computer can read what is written. It may be ended at any moment and goes on when it is begun again.</translation>
    </message>
    <message>
        <source>Choose the stick. A request is written on it, to be taken to a computer that has the town hall&apos;s data. When it is back, take in what that computer wrote: afterwards only the rest comes by the line.</source>
        <translation>Choose the stick. A request is written on it, to be taken to a computer that has the town hall&apos;s data. When it is back, take in what that computer wrote: afterwards only the rest comes by the line.</translation>
    </message>
    <message>
        <source>Choose the folder…</source>
        <translation>Choose the folder…</translation>
    </message>
    <message>
        <source>Code that the other computer shows</source>
        <translation>Code that the other computer shows</translation>
    </message>
    <message>
        <source>Also restricted dossiers, where that person may read them</source>
        <translation>Also restricted dossiers, where that person may read them</translation>
    </message>
    <message>
        <source>Write the stick</source>
        <translation>Write the stick</translation>
    </message>
    <message>
        <source>Take it in</source>
        <translation>Take it in</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Stop</translation>
    </message>
</context>
<context>
    <name>SubstitutionsPage</name>
    <message>
        <source>Substitute</source>
        <translation>Substitute</translation>
    </message>
    <message>
        <source>In the place of</source>
        <translation>In the place of</translation>
    </message>
    <message>
        <source>Days</source>
        <translation>Days</translation>
    </message>
    <message>
        <source>Decree</source>
        <translation>Decree</translation>
    </message>
    <message>
        <source>State</source>
        <translation>State</translation>
    </message>
    <message>
        <source>Substitutions</source>
        <translation>Substitutions</translation>
    </message>
    <message>
        <source>While a substitution lasts, what is sent to the absent person waits for the substitute too, and each signature says in whose place it is made. It ends by itself after its last day.</source>
        <translation>While a substitution lasts, what is sent to the absent person waits for the substitute too, and each signature says in whose place it is made. It ends by itself after its last day.</translation>
    </message>
    <message>
        <source>End it today</source>
        <translation>End it today</translation>
    </message>
    <message>
        <source>Call it off</source>
        <translation>Call it off</translation>
    </message>
    <message>
        <source>As if it had never been entered: nothing was signed by it.</source>
        <translation>As if it had never been entered: nothing was signed by it.</translation>
    </message>
    <message>
        <source>New substitution</source>
        <translation>New substitution</translation>
    </message>
    <message>
        <source>&amp;Absent person</source>
        <translation>&amp;Absent person</translation>
    </message>
    <message>
        <source>&amp;Substitute</source>
        <translation>&amp;Substitute</translation>
    </message>
    <message>
        <source>&amp;Office</source>
        <translation>&amp;Office</translation>
    </message>
    <message>
        <source>&amp;Ground</source>
        <translation>&amp;Ground</translation>
    </message>
    <message>
        <source>&amp;From</source>
        <translation>&amp;From</translation>
    </message>
    <message>
        <source>&amp;Until</source>
        <translation>&amp;Until</translation>
    </message>
    <message>
        <source>D&amp;ecree</source>
        <translation>D&amp;ecree</translation>
    </message>
    <message>
        <source>First day</source>
        <translation>First day</translation>
    </message>
    <message>
        <source>Last day</source>
        <translation>Last day</translation>
    </message>
    <message>
        <source>Until further notice</source>
        <translation>Until further notice</translation>
    </message>
    <message>
        <source>For example: Decree 45/2026</source>
        <translation>For example: Decree 45/2026</translation>
    </message>
    <message>
        <source>Enter the substitution</source>
        <translation>Enter the substitution</translation>
    </message>
    <message>
        <source>There is no substitution.</source>
        <translation>There is no substitution.</translation>
    </message>
    <message>
        <source>Enter one when its decree has been signed.</source>
        <translation>Enter one when its decree has been signed.</translation>
    </message>
    <message>
        <source>All that the person holds</source>
        <translation>All that the person holds</translation>
    </message>
    <message>
        <source>until further notice</source>
        <translation>until further notice</translation>
    </message>
    <message>
        <source>Called off</source>
        <translation>Called off</translation>
    </message>
    <message>
        <source>In force</source>
        <translation>In force</translation>
    </message>
    <message>
        <source>Over</source>
        <translation>Over</translation>
    </message>
    <message>
        <source>Still to come</source>
        <translation>Still to come</translation>
    </message>
</context>
<context>
    <name>UnlockDialog</name>
    <message>
        <source>&amp;Passphrase of this computer&apos;s profile</source>
        <translation>&amp;Passphrase of this computer&apos;s profile</translation>
    </message>
    <message>
        <source>The profile is locked</source>
        <translation>The profile is locked</translation>
    </message>
</context>
<context>
    <name>VerifyPage</name>
    <message>
        <source>Check signatures</source>
        <translation>Check signatures</translation>
    </message>
    <message>
        <source>Choose a file…</source>
        <translation>Choose a file…</translation>
    </message>
    <message>
        <source>It was checked on this computer; nothing was sent. The file stays as it is.</source>
        <translation>It was checked on this computer; nothing was sent. The file stays as it is.</translation>
    </message>
    <message>
        <source>Choose the signed file</source>
        <translation>Choose the signed file</translation>
    </message>
    <message>
        <source>It is being checked…</source>
        <translation>It is being checked…</translation>
    </message>
    <message>
        <source>Choose a signed file, or drop it here.</source>
        <translation>Choose a signed file, or drop it here.</translation>
    </message>
    <message>
        <source>It is not signed</source>
        <translation>It is not signed</translation>
    </message>
</context>
<context>
    <name>Words</name>
    <message>
        <source>Needs attention</source>
        <translation>Needs attention</translation>
    </message>
    <message>
        <source>Changed at the same time</source>
        <translation>Changed at the same time</translation>
    </message>
    <message>
        <source>Waiting to be sent</source>
        <translation>Waiting to be sent</translation>
    </message>
    <message>
        <source>Urgent</source>
        <translation>Urgent</translation>
    </message>
    <message>
        <source>Marked</source>
        <translation>Marked</translation>
    </message>
    <message>
        <source>Not marked</source>
        <translation>Not marked</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Open</translation>
    </message>
    <message>
        <source>Closed</source>
        <translation>Closed</translation>
    </message>
    <message>
        <source>Transferred</source>
        <translation>Transferred</translation>
    </message>
    <message>
        <source>Opening</source>
        <translation>Opening</translation>
    </message>
    <message>
        <source>Instruction</source>
        <translation>Instruction</translation>
    </message>
    <message>
        <source>Resolution and end</source>
        <translation>Resolution and end</translation>
    </message>
    <message>
        <source>Resolved</source>
        <translation>Resolved</translation>
    </message>
    <message>
        <source>Withdrawal by the interested person</source>
        <translation>Withdrawal by the interested person</translation>
    </message>
    <message>
        <source>Renunciation of the right</source>
        <translation>Renunciation of the right</translation>
    </message>
    <message>
        <source>Lapse</source>
        <translation>Lapse</translation>
    </message>
    <message>
        <source>Joined to another dossier</source>
        <translation>Joined to another dossier</translation>
    </message>
    <message>
        <source>Another reason</source>
        <translation>Another reason</translation>
    </message>
    <message>
        <source>Draft</source>
        <translation>Draft</translation>
    </message>
    <message>
        <source>Final</source>
        <translation>Final</translation>
    </message>
    <message>
        <source>Discarded</source>
        <translation>Discarded</translation>
    </message>
    <message>
        <source>Card</source>
        <translation>Card</translation>
    </message>
    <message>
        <source>Certificate files</source>
        <translation>Certificate files</translation>
    </message>
    <message>
        <source>Certificates of this computer</source>
        <translation>Certificates of this computer</translation>
    </message>
    <message>
        <source>Signing service</source>
        <translation>Signing service</translation>
    </message>
    <message>
        <source>Citizen</source>
        <translation>Citizen</translation>
    </message>
    <message>
        <source>Public employee</source>
        <translation>Public employee</translation>
    </message>
    <message>
        <source>Public employee with a pseudonym</source>
        <translation>Public employee with a pseudonym</translation>
    </message>
    <message>
        <source>Person linked to the body</source>
        <translation>Person linked to the body</translation>
    </message>
    <message>
        <source>Electronic seal</source>
        <translation>Electronic seal</translation>
    </message>
    <message>
        <source>a wrong PIN was typed</source>
        <translation>a wrong PIN was typed</translation>
    </message>
    <message>
        <source>1 try left</source>
        <translation>1 try left</translation>
    </message>
    <message>
        <source>locked</source>
        <translation>locked</translation>
    </message>
    <message>
        <source>without a PIN</source>
        <translation>without a PIN</translation>
    </message>
    <message>
        <source>A wrong PIN was typed before. After some wrong ones the card is locked.</source>
        <translation>A wrong PIN was typed before. After some wrong ones the card is locked.</translation>
    </message>
    <message>
        <source>You have 1 try left: if the PIN is wrong, the card is locked.</source>
        <translation>You have 1 try left: if the PIN is wrong, the card is locked.</translation>
    </message>
    <message>
        <source>The card is locked: the PIN was wrong too many times. Unlock it with the PUK in the card maker&apos;s program, or ask whoever issued it.</source>
        <translation>The card is locked: the PIN was wrong too many times. Unlock it with the PUK in the card maker&apos;s program, or ask whoever issued it.</translation>
    </message>
    <message>
        <source>The card has no PIN yet. Choose one in the card maker&apos;s program first.</source>
        <translation>The card has no PIN yet. Choose one in the card maker&apos;s program first.</translation>
    </message>
    <message>
        <source>This certificate is of another body (%1), and the documents are of %2. Go on only if it has to be so.</source>
        <translation>This certificate is of another body (%1), and the documents are of %2. Go on only if it has to be so.</translation>
    </message>
    <message>
        <source>This certificate is the person&apos;s own: nothing in it says that they act for %2.</source>
        <translation>This certificate is the person&apos;s own: nothing in it says that they act for %2.</translation>
    </message>
    <message>
        <source>To be checked</source>
        <translation>To be checked</translation>
    </message>
    <message>
        <source>Being checked</source>
        <translation>Being checked</translation>
    </message>
    <message>
        <source>Ready</source>
        <translation>Ready</translation>
    </message>
    <message>
        <source>Being signed</source>
        <translation>Being signed</translation>
    </message>
    <message>
        <source>Being saved</source>
        <translation>Being saved</translation>
    </message>
    <message>
        <source>Signed</source>
        <translation>Signed</translation>
    </message>
    <message>
        <source>Signed, waiting for the time seal</source>
        <translation>Signed, waiting for the time seal</translation>
    </message>
    <message>
        <source>Cannot be signed</source>
        <translation>Cannot be signed</translation>
    </message>
    <message>
        <source>Not signed</source>
        <translation>Not signed</translation>
    </message>
    <message>
        <source>Not signed: you stopped</source>
        <translation>Not signed: you stopped</translation>
    </message>
    <message>
        <source>From a citizen</source>
        <translation>From a citizen</translation>
    </message>
    <message>
        <source>Of the administration</source>
        <translation>Of the administration</translation>
    </message>
    <message>
        <source>Interested person</source>
        <translation>Interested person</translation>
    </message>
    <message>
        <source>Representative</source>
        <translation>Representative</translation>
    </message>
    <message>
        <source>Third person</source>
        <translation>Third person</translation>
    </message>
    <message>
        <source>Natural person</source>
        <translation>Natural person</translation>
    </message>
    <message>
        <source>Legal person</source>
        <translation>Legal person</translation>
    </message>
    <message>
        <source>Public administration</source>
        <translation>Public administration</translation>
    </message>
    <message>
        <source>Function</source>
        <translation>Function</translation>
    </message>
    <message>
        <source>Sub-function</source>
        <translation>Sub-function</translation>
    </message>
    <message>
        <source>Series</source>
        <translation>Series</translation>
    </message>
    <message>
        <source>Restricted access</source>
        <translation>Restricted access</translation>
    </message>
    <message>
        <source>Content</source>
        <translation>Content</translation>
    </message>
    <message>
        <source>Not sent yet</source>
        <translation>Not sent yet</translation>
    </message>
    <message>
        <source>Under way</source>
        <translation>Under way</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>Paused</translation>
    </message>
    <message>
        <source>Completed</source>
        <translation>Completed</translation>
    </message>
    <message>
        <source>Refused</source>
        <translation>Refused</translation>
    </message>
    <message>
        <source>Past its last day</source>
        <translation>Past its last day</translation>
    </message>
    <message>
        <source>Withdrawn</source>
        <translation>Withdrawn</translation>
    </message>
    <message>
        <source>Without effect: the document was changed</source>
        <translation>Without effect: the document was changed</translation>
    </message>
    <message>
        <source>Without effect: the document was discarded</source>
        <translation>Without effect: the document was discarded</translation>
    </message>
    <message>
        <source>Pending</source>
        <translation>Pending</translation>
    </message>
    <message>
        <source>Has to sign again</source>
        <translation>Has to sign again</translation>
    </message>
    <message>
        <source>Delegated</source>
        <translation>Delegated</translation>
    </message>
    <message>
        <source>Has signed</source>
        <translation>Has signed</translation>
    </message>
    <message>
        <source>Has reviewed</source>
        <translation>Has reviewed</translation>
    </message>
    <message>
        <source>Has refused</source>
        <translation>Has refused</translation>
    </message>
    <message>
        <source>Not needed any more</source>
        <translation>Not needed any more</translation>
    </message>
    <message>
        <source>Signature</source>
        <translation>Signature</translation>
    </message>
    <message>
        <source>Approval (vistiplau)</source>
        <translation>Approval (vistiplau)</translation>
    </message>
    <message>
        <source>Review</source>
        <translation>Review</translation>
    </message>
    <message>
        <source>Secretary&apos;s office</source>
        <translation>Secretary&apos;s office</translation>
    </message>
    <message>
        <source>Administration</source>
        <translation>Administration</translation>
    </message>
    <message>
        <source>Mayor&apos;s office</source>
        <translation>Mayor&apos;s office</translation>
    </message>
    <message>
        <source>External technician</source>
        <translation>External technician</translation>
    </message>
    <message>
        <source>Read only</source>
        <translation>Read only</translation>
    </message>
    <message>
        <source>Mayor</source>
        <translation>Mayor</translation>
    </message>
    <message>
        <source>Mayor, then secretary</source>
        <translation>Mayor, then secretary</translation>
    </message>
    <message>
        <source>Secretary, with the mayor&apos;s approval (vistiplau)</source>
        <translation>Secretary, with the mayor&apos;s approval (vistiplau)</translation>
    </message>
    <message>
        <source>Absence</source>
        <translation>Absence</translation>
    </message>
    <message>
        <source>Illness</source>
        <translation>Illness</translation>
    </message>
    <message>
        <source>Vacancy</source>
        <translation>Vacancy</translation>
    </message>
    <message>
        <source>Abstention or recusal</source>
        <translation>Abstention or recusal</translation>
    </message>
    <message>
        <source>or, in their place, %1</source>
        <translation>or, in their place, %1</translation>
    </message>
    <message>
        <source>Delegated to %1</source>
        <translation>Delegated to %1</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 of %2</translation>
    </message>
    <message>
        <source>in the place of %1</source>
        <translation>in the place of %1</translation>
    </message>
    <message>
        <source>sign again over the version signed by %1</source>
        <translation>sign again over the version signed by %1</translation>
    </message>
    <message>
        <source>delegated to %1</source>
        <translation>delegated to %1</translation>
    </message>
    <message>
        <source>delegated by %1 to %2</source>
        <translation>delegated by %1 to %2</translation>
    </message>
    <message>
        <source>delegated by %1</source>
        <translation>delegated by %1</translation>
    </message>
    <message>
        <source>It is their turn</source>
        <translation>It is their turn</translation>
    </message>
    <message>
        <source>%1, as a substitute</source>
        <translation>%1, as a substitute</translation>
    </message>
    <message>
        <source>%1, delegated by %2</source>
        <translation>%1, delegated by %2</translation>
    </message>
    <message>
        <source>Another flow</source>
        <translation>Another flow</translation>
    </message>
    <message>
        <source>Time seal</source>
        <translation>Time seal</translation>
    </message>
    <message>
        <source>Valid</source>
        <translation>Valid</translation>
    </message>
    <message>
        <source>Not valid</source>
        <translation>Not valid</translation>
    </message>
    <message>
        <source>It could not be checked</source>
        <translation>It could not be checked</translation>
    </message>
    <message>
        <source>without a time seal yet</source>
        <translation>without a time seal yet</translation>
    </message>
    <message>
        <source>with a time seal</source>
        <translation>with a time seal</translation>
    </message>
    <message>
        <source>with a time seal and its proofs</source>
        <translation>with a time seal and its proofs</translation>
    </message>
    <message>
        <source>with a time seal and its proofs, kept for long</source>
        <translation>with a time seal and its proofs, kept for long</translation>
    </message>
    <message>
        <source>Issued by a service of the European trusted lists</source>
        <translation>Issued by a service of the European trusted lists</translation>
    </message>
    <message>
        <source>Issued by somebody whom this computer was told to trust</source>
        <translation>Issued by somebody whom this computer was told to trust</translation>
    </message>
    <message>
        <source>Issued by somebody whom this computer does not know</source>
        <translation>Issued by somebody whom this computer does not know</translation>
    </message>
    <message>
        <source>Who issued it was not checked</source>
        <translation>Who issued it was not checked</translation>
    </message>
    <message>
        <source>It was in force when it signed</source>
        <translation>It was in force when it signed</translation>
    </message>
    <message>
        <source>It had been revoked before</source>
        <translation>It had been revoked before</translation>
    </message>
    <message>
        <source>It was revoked later; when it signed it was in force</source>
        <translation>It was revoked later; when it signed it was in force</translation>
    </message>
    <message>
        <source>Whether it was in force is not known here</source>
        <translation>Whether it was in force is not known here</translation>
    </message>
    <message>
        <source>Nothing was added after it</source>
        <translation>Nothing was added after it</translation>
    </message>
    <message>
        <source>Only proofs were added after it</source>
        <translation>Only proofs were added after it</translation>
    </message>
    <message>
        <source>Other signatures were added after it</source>
        <translation>Other signatures were added after it</translation>
    </message>
    <message>
        <source>Fields were filled in after it</source>
        <translation>Fields were filled in after it</translation>
    </message>
    <message>
        <source>The document was changed after it</source>
        <translation>The document was changed after it</translation>
    </message>
    <message>
        <source>What was added after it is not known</source>
        <translation>What was added after it is not known</translation>
    </message>
    <message>
        <source>The document is protected with a password. Save it without one and check it again.</source>
        <translation>The document is protected with a password. Save it without one and check it again.</translation>
    </message>
    <message>
        <source>Time seal by %1 on %2.</source>
        <translation>Time seal by %1 on %2.</translation>
    </message>
    <message>
        <source>Signed by %1 on %2, %3.</source>
        <translation>Signed by %1 on %2, %3.</translation>
    </message>
    <message>
        <source>proven by a time seal</source>
        <translation>proven by a time seal</translation>
    </message>
    <message>
        <source>by the clock of whoever signed</source>
        <translation>by the clock of whoever signed</translation>
    </message>
    <message>
        <source>The document is as it was signed.</source>
        <translation>The document is as it was signed.</translation>
    </message>
    <message>
        <source>Being sent</source>
        <translation>Being sent</translation>
    </message>
    <message>
        <source>Sent, waiting for the answer</source>
        <translation>Sent, waiting for the answer</translation>
    </message>
    <message>
        <source>Accepted, arriving</source>
        <translation>Accepted, arriving</translation>
    </message>
    <message>
        <source>Waits for another change</source>
        <translation>Waits for another change</translation>
    </message>
    <message>
        <source>Only on this computer</source>
        <translation>Only on this computer</translation>
    </message>
    <message>
        <source>Waits until the central service has it</source>
        <translation>Waits until the central service has it</translation>
    </message>
    <message>
        <source>Being fetched</source>
        <translation>Being fetched</translation>
    </message>
    <message>
        <source>Not on this computer</source>
        <translation>Not on this computer</translation>
    </message>
    <message>
        <source>Waiting to be sent (%1)</source>
        <translation>Waiting to be sent (%1)</translation>
    </message>
    <message>
        <source>Being sent: %1</source>
        <translation>Being sent: %1</translation>
    </message>
    <message>
        <source>Title</source>
        <translation>Title</translation>
    </message>
    <message>
        <source>Procedure</source>
        <translation>Procedure</translation>
    </message>
    <message>
        <source>Unit</source>
        <translation>Unit</translation>
    </message>
    <message>
        <source>Notes</source>
        <translation>Notes</translation>
    </message>
    <message>
        <source>Phase</source>
        <translation>Phase</translation>
    </message>
    <message>
        <source>Situation</source>
        <translation>Situation</translation>
    </message>
    <message>
        <source>Type</source>
        <translation>Type</translation>
    </message>
    <message>
        <source>Date</source>
        <translation>Date</translation>
    </message>
    <message>
        <source>Origin</source>
        <translation>Origin</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>Reason</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>NIF</source>
        <translation>NIF</translation>
    </message>
    <message>
        <source>Role</source>
        <translation>Role</translation>
    </message>
    <message>
        <source>E-mail</source>
        <translation>E-mail</translation>
    </message>
    <message>
        <source>Telephone</source>
        <translation>Telephone</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>Address</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Language</translation>
    </message>
    <message>
        <source>Channel</source>
        <translation>Channel</translation>
    </message>
    <message>
        <source>State</source>
        <translation>State</translation>
    </message>
    <message>
        <source>State of elaboration</source>
        <translation>State of elaboration</translation>
    </message>
    <message>
        <source>Person</source>
        <translation>Person</translation>
    </message>
    <message>
        <source>Type for exchange</source>
        <translation>Type for exchange</translation>
    </message>
    <message>
        <source>New dossier</source>
        <translation>New dossier</translation>
    </message>
    <message>
        <source>Data of the dossier</source>
        <translation>Data of the dossier</translation>
    </message>
    <message>
        <source>Change of phase</source>
        <translation>Change of phase</translation>
    </message>
    <message>
        <source>Closing of the dossier</source>
        <translation>Closing of the dossier</translation>
    </message>
    <message>
        <source>Reopening of the dossier</source>
        <translation>Reopening of the dossier</translation>
    </message>
    <message>
        <source>Number given</source>
        <translation>Number given</translation>
    </message>
    <message>
        <source>New interested person</source>
        <translation>New interested person</translation>
    </message>
    <message>
        <source>Data of an interested person</source>
        <translation>Data of an interested person</translation>
    </message>
    <message>
        <source>Interested person removed</source>
        <translation>Interested person removed</translation>
    </message>
    <message>
        <source>New document</source>
        <translation>New document</translation>
    </message>
    <message>
        <source>Data of a document</source>
        <translation>Data of a document</translation>
    </message>
    <message>
        <source>Document marked as final</source>
        <translation>Document marked as final</translation>
    </message>
    <message>
        <source>Document discarded</source>
        <translation>Document discarded</translation>
    </message>
    <message>
        <source>Document recovered</source>
        <translation>Document recovered</translation>
    </message>
    <message>
        <source>Version chosen</source>
        <translation>Version chosen</translation>
    </message>
    <message>
        <source>New version</source>
        <translation>New version</translation>
    </message>
    <message>
        <source>Signed version</source>
        <translation>Signed version</translation>
    </message>
    <message>
        <source>Version with time seal</source>
        <translation>Version with time seal</translation>
    </message>
    <message>
        <source>The central service has the document</source>
        <translation>The central service has the document</translation>
    </message>
    <message>
        <source>Changes made at the same time</source>
        <translation>Changes made at the same time</translation>
    </message>
    <message>
        <source>Value chosen</source>
        <translation>Value chosen</translation>
    </message>
    <message>
        <source>Access restricted</source>
        <translation>Access restricted</translation>
    </message>
    <message>
        <source>Ground of a restriction</source>
        <translation>Ground of a restriction</translation>
    </message>
    <message>
        <source>Restriction lifted</source>
        <translation>Restriction lifted</translation>
    </message>
    <message>
        <source>Right to read given</source>
        <translation>Right to read given</translation>
    </message>
    <message>
        <source>Right to read taken</source>
        <translation>Right to read taken</translation>
    </message>
    <message>
        <source>Words of a document</source>
        <translation>Words of a document</translation>
    </message>
    <message>
        <source>New unit</source>
        <translation>New unit</translation>
    </message>
    <message>
        <source>Data of a unit</source>
        <translation>Data of a unit</translation>
    </message>
    <message>
        <source>New class of the file plan</source>
        <translation>New class of the file plan</translation>
    </message>
    <message>
        <source>Class of the file plan</source>
        <translation>Class of the file plan</translation>
    </message>
    <message>
        <source>New procedure</source>
        <translation>New procedure</translation>
    </message>
    <message>
        <source>Document back to draft</source>
        <translation>Document back to draft</translation>
    </message>
    <message>
        <source>New signature request</source>
        <translation>New signature request</translation>
    </message>
    <message>
        <source>Data of a signature request</source>
        <translation>Data of a signature request</translation>
    </message>
    <message>
        <source>Sent to be signed</source>
        <translation>Sent to be signed</translation>
    </message>
    <message>
        <source>Signature request withdrawn</source>
        <translation>Signature request withdrawn</translation>
    </message>
    <message>
        <source>Signature request paused</source>
        <translation>Signature request paused</translation>
    </message>
    <message>
        <source>Signature request resumed</source>
        <translation>Signature request resumed</translation>
    </message>
    <message>
        <source>Signature of a request</source>
        <translation>Signature of a request</translation>
    </message>
    <message>
        <source>Signature refused</source>
        <translation>Signature refused</translation>
    </message>
    <message>
        <source>Signature delegated</source>
        <translation>Signature delegated</translation>
    </message>
    <message>
        <source>Comment on a signature request</source>
        <translation>Comment on a signature request</translation>
    </message>
    <message>
        <source>How the town hall signs</source>
        <translation>How the town hall signs</translation>
    </message>
    <message>
        <source>New signature flow</source>
        <translation>New signature flow</translation>
    </message>
    <message>
        <source>Signature flow</source>
        <translation>Signature flow</translation>
    </message>
    <message>
        <source>Signature flow removed</source>
        <translation>Signature flow removed</translation>
    </message>
    <message>
        <source>New substitution</source>
        <translation>New substitution</translation>
    </message>
    <message>
        <source>Substitution ended</source>
        <translation>Substitution ended</translation>
    </message>
    <message>
        <source>Author</source>
        <translation>Author</translation>
    </message>
    <message>
        <source>Title inside the file</source>
        <translation>Title inside the file</translation>
    </message>
    <message>
        <source>Subject</source>
        <translation>Subject</translation>
    </message>
    <message>
        <source>Keywords</source>
        <translation>Keywords</translation>
    </message>
    <message>
        <source>Program it was made with</source>
        <translation>Program it was made with</translation>
    </message>
    <message>
        <source>Dates of making and change</source>
        <translation>Dates of making and change</translation>
    </message>
    <message>
        <source>Other properties</source>
        <translation>Other properties</translation>
    </message>
    <message>
        <source>Descriptive data (XMP)</source>
        <translation>Descriptive data (XMP)</translation>
    </message>
    <message>
        <source>Private data of programs</source>
        <translation>Private data of programs</translation>
    </message>
    <message>
        <source>Thumbnails</source>
        <translation>Thumbnails</translation>
    </message>
    <message>
        <source>Earlier states of the file</source>
        <translation>Earlier states of the file</translation>
    </message>
    <message>
        <source>Place and camera inside photographs</source>
        <translation>Place and camera inside photographs</translation>
    </message>
    <message>
        <source>Automatic actions</source>
        <translation>Automatic actions</translation>
    </message>
    <message>
        <source>Hidden notes</source>
        <translation>Hidden notes</translation>
    </message>
    <message>
        <source>Comments</source>
        <translation>Comments</translation>
    </message>
    <message>
        <source>Attached files</source>
        <translation>Attached files</translation>
    </message>
    <message>
        <source>Layers</source>
        <translation>Layers</translation>
    </message>
    <message>
        <source>Form fields</source>
        <translation>Form fields</translation>
    </message>
</context>
</TS>
