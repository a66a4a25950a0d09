<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ca_ES" sourcelanguage="en_GB">
<context>
    <name>AccessPage</name>
    <message>
        <source>Restricted access</source>
        <translation>Accés restringit</translation>
    </message>
    <message>
        <source>Only the secretary and the people you mark can read it. It disappears from everybody else&apos;s computer the next time it has connection; what they had not sent is kept for them.</source>
        <translation>Només hi tindran accés la secretaria i les persones que marqueu. Desapareixerà dels ordinadors dels altres la propera vegada que tinguin connexió; el que no havien enviat se&apos;ls conserva.</translation>
    </message>
    <message>
        <source>&amp;Legal ground</source>
        <translation>&amp;Motiu legal</translation>
    </message>
    <message>
        <source>&amp;Who may read it</source>
        <translation>&amp;Qui hi té accés</translation>
    </message>
    <message>
        <source>Who may read it</source>
        <translation>Qui hi té accés</translation>
    </message>
    <message>
        <source>Lift the restriction</source>
        <translation>Aixeca la restricció</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Cancel·la</translation>
    </message>
    <message>
        <source>Save who may read it</source>
        <translation>Desa qui hi té accés</translation>
    </message>
    <message>
        <source>Restrict the access</source>
        <translation>Restringeix l&apos;accés</translation>
    </message>
</context>
<context>
    <name>Actions</name>
    <message>
        <source>&amp;Program</source>
        <translation>&amp;Programa</translation>
    </message>
    <message>
        <source>&amp;Dossier</source>
        <translation>&amp;Expedient</translation>
    </message>
    <message>
        <source>D&amp;ocument</source>
        <translation>D&amp;ocument</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>&amp;Visualitza</translation>
    </message>
    <message>
        <source>D&amp;emonstration</source>
        <translation>De&amp;mostració</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>A&amp;juda</translation>
    </message>
    <message>
        <source>&amp;Search actions and dossiers…</source>
        <translation>&amp;Cerca accions i expedients…</translation>
    </message>
    <message>
        <source>Send &amp;now</source>
        <translation>Envia-ho &amp;ara</translation>
    </message>
    <message>
        <source>&amp;Undo the last change</source>
        <translation>&amp;Desfés l&apos;últim canvi</translation>
    </message>
    <message>
        <source>&amp;Prepare a stick for another computer…</source>
        <translation>&amp;Prepara un llapis per a un altre ordinador…</translation>
    </message>
    <message>
        <source>&amp;Install from a stick…</source>
        <translation>&amp;Instal·la des d&apos;un llapis…</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>&amp;Surt</translation>
    </message>
    <message>
        <source>&amp;New dossier…</source>
        <translation>&amp;Nou expedient…</translation>
    </message>
    <message>
        <source>&amp;Find dossiers</source>
        <translation>&amp;Cerca expedients</translation>
    </message>
    <message>
        <source>Open dossier</source>
        <translation>Obre l&apos;expedient</translation>
    </message>
    <message>
        <source>Change the dossier&apos;s data</source>
        <translation>Canvia les dades de l&apos;expedient</translation>
    </message>
    <message>
        <source>Change the dossier&apos;s phase</source>
        <translation>Canvia la fase de l&apos;expedient</translation>
    </message>
    <message>
        <source>Add an &amp;interested person…</source>
        <translation>Afegeix una persona &amp;interessada…</translation>
    </message>
    <message>
        <source>Change an interested person</source>
        <translation>Canvia una persona interessada</translation>
    </message>
    <message>
        <source>Remove an interested person</source>
        <translation>Treu una persona interessada</translation>
    </message>
    <message>
        <source>&amp;Close the dossier…</source>
        <translation>&amp;Tanca l&apos;expedient…</translation>
    </message>
    <message>
        <source>&amp;Reopen the dossier…</source>
        <translation>&amp;Reobre l&apos;expedient…</translation>
    </message>
    <message>
        <source>Re&amp;strict the access…</source>
        <translation>Re&amp;stringeix l&apos;accés…</translation>
    </message>
    <message>
        <source>Restrict the access to it</source>
        <translation>Restringeix-hi l&apos;accés</translation>
    </message>
    <message>
        <source>Change who may read it</source>
        <translation>Canvia qui hi té accés</translation>
    </message>
    <message>
        <source>Lift the restriction</source>
        <translation>Aixeca la restricció</translation>
    </message>
    <message>
        <source>&amp;Keep here</source>
        <translation>Conserva a&amp;quí</translation>
    </message>
    <message>
        <source>Keep here no &amp;longer</source>
        <translation>Deixa de conser&amp;var</translation>
    </message>
    <message>
        <source>&amp;Add a document…</source>
        <translation>&amp;Afegeix un document…</translation>
    </message>
    <message>
        <source>&amp;Sign…</source>
        <translation>&amp;Signa…</translation>
    </message>
    <message>
        <source>Sign beside it (.p7s)…</source>
        <translation>Signa al costat (.p7s)…</translation>
    </message>
    <message>
        <source>Sign in a container (.asice)…</source>
        <translation>Signa en un contenidor (.asice)…</translation>
    </message>
    <message>
        <source>Send to &amp;be signed…</source>
        <translation>En&amp;via a signar…</translation>
    </message>
    <message>
        <source>Show a document</source>
        <translation>Mostra un document</translation>
    </message>
    <message>
        <source>Change the document&apos;s data</source>
        <translation>Canvia les dades del document</translation>
    </message>
    <message>
        <source>Mark as f&amp;inal</source>
        <translation>Marca&apos;l com a &amp;definitiu</translation>
    </message>
    <message>
        <source>&amp;Discard the document…</source>
        <translation>D&amp;escarta el document…</translation>
    </message>
    <message>
        <source>&amp;Fetch the document</source>
        <translation>&amp;Porta el document a aquest ordinador</translation>
    </message>
    <message>
        <source>Keep this version</source>
        <translation>Queda&apos;t aquesta versió</translation>
    </message>
    <message>
        <source>Save a cop&amp;y…</source>
        <translation>Desa&apos;n una còpia…</translation>
    </message>
    <message>
        <source>Take out what nobody sees…</source>
        <translation>Neteja les metadades…</translation>
    </message>
    <message>
        <source>Save the evidence…</source>
        <translation>Desa l&apos;evidència…</translation>
    </message>
    <message>
        <source>Show it in its dossier</source>
        <translation>Mostra&apos;l a l&apos;expedient</translation>
    </message>
    <message>
        <source>Copy the list</source>
        <translation>Copia la llista</translation>
    </message>
    <message>
        <source>Save the list…</source>
        <translation>Desa la llista…</translation>
    </message>
    <message>
        <source>Details of the si&amp;gnatures</source>
        <translation>Detalls de les si&amp;gnatures</translation>
    </message>
    <message>
        <source>Check a signature in a fil&amp;e…</source>
        <translation>Compr&amp;ova una signatura d&apos;un fitxer…</translation>
    </message>
    <message>
        <source>Take the certificate file off the list</source>
        <translation>Treu el fitxer de certificat de la llista</translation>
    </message>
    <message>
        <source>Late signatures were read</source>
        <translation>Signatures tardanes llegides</translation>
    </message>
    <message>
        <source>Save a signature flow</source>
        <translation>Desa un circuit de signatura</translation>
    </message>
    <message>
        <source>Remove a signature flow</source>
        <translation>Treu un circuit de signatura</translation>
    </message>
    <message>
        <source>Ask for the PIN at every signature</source>
        <translation>Demana el PIN a cada signatura</translation>
    </message>
    <message>
        <source>S&amp;ubstitutions</source>
        <translation>S&amp;ubstitucions</translation>
    </message>
    <message>
        <source>Add a &amp;certificate file…</source>
        <translation>Afegeix un fitxer de &amp;certificat…</translation>
    </message>
    <message>
        <source>Loo&amp;k for certificates again</source>
        <translation>Torna a &amp;buscar els certificats</translation>
    </message>
    <message>
        <source>Sign what is marked</source>
        <translation>Signa el que està marcat</translation>
    </message>
    <message>
        <source>Say that it was reviewed</source>
        <translation>Digues que s&apos;ha revisat</translation>
    </message>
    <message>
        <source>Refuse to sign</source>
        <translation>Refusa signar</translation>
    </message>
    <message>
        <source>Delegate the signature</source>
        <translation>Delega la signatura</translation>
    </message>
    <message>
        <source>Comment on a request</source>
        <translation>Comenta una petició</translation>
    </message>
    <message>
        <source>Send a prepared request</source>
        <translation>Envia una petició preparada</translation>
    </message>
    <message>
        <source>Pause a request</source>
        <translation>Posa una petició en pausa</translation>
    </message>
    <message>
        <source>Go on with a request</source>
        <translation>Reprèn una petició</translation>
    </message>
    <message>
        <source>Withdraw a request</source>
        <translation>Retira una petició</translation>
    </message>
    <message>
        <source>Enter a substitution</source>
        <translation>Entra una substitució</translation>
    </message>
    <message>
        <source>End a substitution</source>
        <translation>Acaba una substitució</translation>
    </message>
    <message>
        <source>Next &amp;page</source>
        <translation>Pàg&amp;ina següent</translation>
    </message>
    <message>
        <source>P&amp;revious page</source>
        <translation>Pàgina a&amp;nterior</translation>
    </message>
    <message>
        <source>&amp;Larger</source>
        <translation>Més g&amp;ran</translation>
    </message>
    <message>
        <source>S&amp;maller</source>
        <translation>Més pe&amp;tita</translation>
    </message>
    <message>
        <source>Send again</source>
        <translation>Torna-ho a enviar</translation>
    </message>
    <message>
        <source>Discard a change</source>
        <translation>Descarta un canvi</translation>
    </message>
    <message>
        <source>Choose a value</source>
        <translation>Tria un valor</translation>
    </message>
    <message>
        <source>&amp;File plan</source>
        <translation>&amp;Quadre de classificació</translation>
    </message>
    <message>
        <source>&amp;Dossiers</source>
        <translation>&amp;Expedients</translation>
    </message>
    <message>
        <source>&amp;Waiting to be sent</source>
        <translation>&amp;Pendent d&apos;enviar</translation>
    </message>
    <message>
        <source>&amp;Simultaneous changes</source>
        <translation>Canvis fets a&amp;lhora</translation>
    </message>
    <message>
        <source>Signatu&amp;re folder</source>
        <translation>Po&amp;rtasignatures</translation>
    </message>
    <message>
        <source>Si&amp;gnature flows</source>
        <translation>Circuits de si&amp;gnatura</translation>
    </message>
    <message>
        <source>Co&amp;mputers</source>
        <translation>Or&amp;dinadors</translation>
    </message>
    <message>
        <source>&amp;Ask again for the computers</source>
        <translation>&amp;Torna a demanar els ordinadors</translation>
    </message>
    <message>
        <source>Withdraw a computer&apos;s access</source>
        <translation>Retira l&apos;accés d&apos;un ordinador</translation>
    </message>
    <message>
        <source>Copy what only the computer holds</source>
        <translation>Copia què hi ha només a l&apos;ordinador</translation>
    </message>
    <message>
        <source>&amp;Back</source>
        <translation>E&amp;nrere</translation>
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
        <translation>&amp;Talla la línia</translation>
    </message>
    <message>
        <source>&amp;Bring the line back</source>
        <translation>To&amp;rna la línia</translation>
    </message>
    <message>
        <source>&amp;Open the second person&apos;s window</source>
        <translation>&amp;Obre la finestra de la segona persona</translation>
    </message>
    <message>
        <source>&amp;Power cut: window and agent are killed and started again</source>
        <translation>Tall de &amp;corrent: finestra i agent es maten i es tornen a engegar</translation>
    </message>
    <message>
        <source>&amp;About e-SET Desktop</source>
        <translation>&amp;Quant a l&apos;e-SET Desktop</translation>
    </message>
</context>
<context>
    <name>ActivityPanel</name>
    <message>
        <source>Last 10 minutes: ↑ %1 sent, ↓ %2 received</source>
        <translation>Últims 10 minuts: ↑ %1 enviats, ↓ %2 rebuts</translation>
    </message>
    <message>
        <source>Nothing is being sent now. What waits goes when the connection is back.</source>
        <translation>Ara no s&apos;envia res. El que està pendent s&apos;enviarà quan torni la connexió.</translation>
    </message>
    <message>
        <source>There is no connection now. Nothing waits to be sent.</source>
        <translation>Ara no hi ha connexió. No hi ha res pendent d&apos;enviar.</translation>
    </message>
    <message numerus="yes">
        <source>%n change(s) being sent.</source>
        <translation>
            <numerusform>S&apos;està enviant %n canvi.</numerusform>
            <numerusform>S&apos;estan enviant %n canvis.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n change(s) can&apos;t be sent: see what needs attention.</source>
        <translation>
            <numerusform>Hi ha %n canvi que no es pot enviar: mireu què demana atenció.</numerusform>
            <numerusform>Hi ha %n canvis que no es poden enviar: mireu què demana atenció.</numerusform>
        </translation>
    </message>
    <message>
        <source>Everything that was saved is sent.</source>
        <translation>Tot el que s&apos;ha desat està enviat.</translation>
    </message>
    <message>
        <source>“%1” is being sent</source>
        <translation>S&apos;està enviant «%1»</translation>
    </message>
    <message numerus="yes">
        <source>%n more document(s)</source>
        <translation>
            <numerusform>%n document més</numerusform>
            <numerusform>%n documents més</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n change(s)</source>
        <translation>
            <numerusform>%n canvi</numerusform>
            <numerusform>%n canvis</numerusform>
        </translation>
    </message>
    <message>
        <source>then, %1</source>
        <translation>després, %1</translation>
    </message>
    <message>
        <source> and </source>
        <translation> i </translation>
    </message>
    <message>
        <source>“%1” is being fetched</source>
        <translation>S&apos;està baixant «%1»</translation>
    </message>
    <message numerus="yes">
        <source>then, %n more document(s)</source>
        <translation>
            <numerusform>després, %n document més</numerusform>
            <numerusform>després, %n documents més</numerusform>
        </translation>
    </message>
    <message>
        <source>The catalogue is being received: %1 of %2.</source>
        <translation>Es rep el catàleg: %1 de %2.</translation>
    </message>
    <message>
        <source>The words of documents are being received: %1 of %2.</source>
        <translation>Es reben els textos dels documents, per buscar-hi: %1 de %2.</translation>
    </message>
    <message>
        <source>Dossiers of restricted access are being received: %1 of %2.</source>
        <translation>Es reben els expedients d&apos;accés restringit: %1 de %2.</translation>
    </message>
    <message>
        <source>The dossiers with all they hold are being received: %1 of %2.</source>
        <translation>Es reben els expedients amb tot el que contenen: %1 de %2.</translation>
    </message>
    <message>
        <source>What waits takes %1 more.</source>
        <translation>El que està pendent tardarà %1.</translation>
    </message>
    <message>
        <source>less than a minute</source>
        <translation>menys d&apos;un minut</translation>
    </message>
    <message numerus="yes">
        <source>about %n minute(s)</source>
        <translation>
            <numerusform>%n minut, aproximadament</numerusform>
            <numerusform>uns %n minuts</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>about %n hour(s)</source>
        <translation>
            <numerusform>%n hora, aproximadament</numerusform>
            <numerusform>unes %n hores</numerusform>
        </translation>
    </message>
    <message>
        <source>Not everything was received yet for the first time.</source>
        <translation>Encara no s&apos;ha rebut tot per primera vegada.</translation>
    </message>
    <message>
        <source>Everything was last sent and received on %1.</source>
        <translation>Tot es va enviar i rebre per última vegada el %1.</translation>
    </message>
</context>
<context>
    <name>AddDocumentPage</name>
    <message>
        <source>Add a document</source>
        <translation>Afegeix un document</translation>
    </message>
    <message>
        <source>Choose a PDF…</source>
        <translation>Trieu un PDF…</translation>
    </message>
    <message>
        <source>Add to the dossier</source>
        <translation>Afegeix a l&apos;expedient</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Cancel·la</translation>
    </message>
    <message>
        <source>The rest of its description is filled in by itself.</source>
        <translation>La resta de la descripció s&apos;omple sola.</translation>
    </message>
    <message>
        <source>Choose PDF documents</source>
        <translation>Trieu documents PDF</translation>
    </message>
    <message>
        <source>PDF documents (*.pdf *.PDF)</source>
        <translation>Documents PDF (*.pdf *.PDF)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>Tots els fitxers (*)</translation>
    </message>
    <message>
        <source>Reading %1…</source>
        <translation>S&apos;està llegint %1…</translation>
    </message>
    <message>
        <source>Choose a PDF, or drop it here.</source>
        <translation>Trieu un PDF o deixeu-lo anar aquí.</translation>
    </message>
    <message>
        <source>No file is chosen yet.</source>
        <translation>Encara no heu triat cap fitxer.</translation>
    </message>
    <message numerus="yes">
        <source>%n page(s)</source>
        <translation>
            <numerusform>%n pàgina</numerusform>
            <numerusform>%n pàgines</numerusform>
        </translation>
    </message>
    <message>
        <source>signed already</source>
        <translation>ja signat</translation>
    </message>
    <message>
        <source>it can be kept, not signed</source>
        <translation>es pot guardar, però no signar</translation>
    </message>
    <message numerus="yes">
        <source>%n more file(s) after it</source>
        <translation>
            <numerusform>%n fitxer més després</numerusform>
            <numerusform>%n fitxers més després</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>CertificatePanel</name>
    <message>
        <source>Certificate to sign with:</source>
        <translation>Certificat amb què se signarà:</translation>
    </message>
    <message>
        <source>Looking for certificates…</source>
        <translation>S&apos;estan buscant els certificats…</translation>
    </message>
    <message>
        <source>Add a certificate file…</source>
        <translation>Afegeix un fitxer de certificat…</translation>
    </message>
    <message>
        <source>Take it off the list</source>
        <translation>Treu-lo de la llista</translation>
    </message>
    <message>
        <source>Look again</source>
        <translation>Torna a mirar</translation>
    </message>
    <message>
        <source>No certificate was found on this computer.</source>
        <translation>No s&apos;ha trobat cap certificat en aquest ordinador.</translation>
    </message>
    <message>
        <source>Put your card in the reader, or add the .p12 or .pfx file of your certificate.</source>
        <translation>Poseu la targeta al lector, o afegiu el fitxer .p12 o .pfx del vostre certificat.</translation>
    </message>
    <message>
        <source>This certificate is of %1, and you work as %2. Go on only if it has to be so.</source>
        <translation>Aquest certificat és de %1, i treballeu com a %2. Continueu només si ha de ser així.</translation>
    </message>
</context>
<context>
    <name>CommandPalette</name>
    <message>
        <source>An action, or a dossier&apos;s title or number</source>
        <translation>Una acció, o el títol o número d&apos;un expedient</translation>
    </message>
    <message>
        <source>Search actions and dossiers</source>
        <translation>Cerca accions i expedients</translation>
    </message>
    <message>
        <source>What was found</source>
        <translation>Què s&apos;ha trobat</translation>
    </message>
    <message>
        <source>Nothing has that name.</source>
        <translation>No hi ha res amb aquest nom.</translation>
    </message>
</context>
<context>
    <name>ConflictsPage</name>
    <message>
        <source>Changes made at the same time: choose</source>
        <translation>Canvis fets alhora: trieu</translation>
    </message>
    <message>
        <source>Stands now</source>
        <translation>Hi ha ara</translation>
    </message>
    <message>
        <source>Was written at the same time</source>
        <translation>S&apos;ha escrit alhora</translation>
    </message>
    <message>
        <source>Keep this one</source>
        <translation>Deixa aquest</translation>
    </message>
    <message>
        <source>Use this one</source>
        <translation>Posa aquest</translation>
    </message>
    <message>
        <source>&amp;Or write another</source>
        <translation>&amp;O escriviu-ne un altre</translation>
    </message>
    <message>
        <source>Use what I wrote</source>
        <translation>Posa el que he escrit</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>Següent</translation>
    </message>
    <message>
        <source>Open the dossier</source>
        <translation>Obre l&apos;expedient</translation>
    </message>
    <message>
        <source>There is nothing to choose.</source>
        <translation>No hi ha res per triar.</translation>
    </message>
    <message>
        <source>When two people change the same thing without connection, both values appear here.</source>
        <translation>Quan dues persones canvien el mateix sense connexió, aquí apareixen tots dos valors.</translation>
    </message>
    <message>
        <source>%1 of the dossier “%2”</source>
        <translation>%1 de l&apos;expedient «%2»</translation>
    </message>
    <message>
        <source>Before: %1</source>
        <translation>Abans: %1</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 de %2</translation>
    </message>
</context>
<context>
    <name>DeviceTexts</name>
    <message>
        <source>Access withdrawn</source>
        <translation>Accés retirat</translation>
    </message>
    <message numerus="yes">
        <source>Silent for %n day(s)</source>
        <translation>
            <numerusform>%n dia en silenci</numerusform>
            <numerusform>%n dies en silenci</numerusform>
        </translation>
    </message>
    <message>
        <source>In use</source>
        <translation>En ús</translation>
    </message>
    <message>
        <source>only for signing</source>
        <translation>només per signar</translation>
    </message>
    <message numerus="yes">
        <source>%n day(s)</source>
        <translation>
            <numerusform>%n dia</numerusform>
            <numerusform>%n dies</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n hour(s)</source>
        <translation>
            <numerusform>%n hora</numerusform>
            <numerusform>%n hores</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n minute(s)</source>
        <translation>
            <numerusform>%n minut</numerusform>
            <numerusform>%n minuts</numerusform>
        </translation>
    </message>
    <message>
        <source>Not told</source>
        <translation>No ho ha dit</translation>
    </message>
    <message>
        <source>Document that never arrived</source>
        <translation>Document que no va arribar mai</translation>
    </message>
    <message>
        <source>Documents that only it has: %1.</source>
        <translation>Documents que només són allà: %1.</translation>
    </message>
    <message>
        <source>It never told of unsent work.</source>
        <translation>No ha dit mai que tingui res pendent d&apos;enviar.</translation>
    </message>
    <message numerus="yes">
        <source>On %1 it told of %n unsent change(s), which only it has:</source>
        <translation>
            <numerusform>El %1 va dir que tenia %n canvi pendent d&apos;enviar, que només és allà:</numerusform>
            <numerusform>El %1 va dir que tenia %n canvis pendents d&apos;enviar, que només són allà:</numerusform>
        </translation>
    </message>
    <message>
        <source>On %1, when it last told, everything was sent.</source>
        <translation>El %1, quan ho va dir per darrer cop, tot estava enviat.</translation>
    </message>
    <message numerus="yes">
        <source>and %n more, not named</source>
        <translation>
            <numerusform>i %n més, sense nom</numerusform>
            <numerusform>i %n més, sense nom</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>DevicesPage</name>
    <message>
        <source>State</source>
        <translation>Estat</translation>
    </message>
    <message>
        <source>Person</source>
        <translation>Persona</translation>
    </message>
    <message>
        <source>Computer</source>
        <translation>Ordinador</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>Versió</translation>
    </message>
    <message>
        <source>Last contact</source>
        <translation>Darrer contacte</translation>
    </message>
    <message>
        <source>Unsent</source>
        <translation>Pendents</translation>
    </message>
    <message>
        <source>Oldest unsent</source>
        <translation>El més antic</translation>
    </message>
    <message>
        <source>Computers</source>
        <translation>Ordinadors</translation>
    </message>
    <message>
        <source>What each computer of the town hall last told the central service.</source>
        <translation>Què va dir per darrer cop cada ordinador de l&apos;ajuntament al servei central.</translation>
    </message>
    <message>
        <source>Ask again</source>
        <translation>Torna-ho a demanar</translation>
    </message>
    <message>
        <source>Computers of the town hall</source>
        <translation>Ordinadors de l&apos;ajuntament</translation>
    </message>
    <message>
        <source>What only this computer holds</source>
        <translation>Què hi ha només en aquest ordinador</translation>
    </message>
    <message>
        <source>Copy as text</source>
        <translation>Copia com a text</translation>
    </message>
    <message>
        <source>Withdraw the access</source>
        <translation>Retira l&apos;accés</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Cancel·la</translation>
    </message>
    <message>
        <source>As it was on %1.</source>
        <translation>Com era el %1.</translation>
    </message>
    <message>
        <source>Asking the central service…</source>
        <translation>S&apos;està demanant al servei central…</translation>
    </message>
    <message>
        <source>It takes up to a minute on a slow line.</source>
        <translation>Amb una línia lenta pot trigar fins a un minut.</translation>
    </message>
    <message>
        <source>The list needs connection. Ask again when there is.</source>
        <translation>La llista necessita connexió. Torneu-la a demanar quan n&apos;hi hagi.</translation>
    </message>
    <message>
        <source>No computers yet.</source>
        <translation>Encara no hi ha cap ordinador.</translation>
    </message>
    <message>
        <source>Each one appears here once it has joined.</source>
        <translation>Cada un surt aquí quan s&apos;hi ha donat d&apos;alta.</translation>
    </message>
    <message>
        <source>See what only it held</source>
        <translation>Mostra què tenia només aquest</translation>
    </message>
    <message>
        <source>Withdraw the access…</source>
        <translation>Retira l&apos;accés…</translation>
    </message>
    <message>
        <source>It is the one you are using.</source>
        <translation>És el que feu servir ara.</translation>
    </message>
    <message>
        <source>It is not known whether the access was withdrawn: ask again.</source>
        <translation>No se sap si l&apos;accés s&apos;ha retirat: torneu-ho a demanar.</translation>
    </message>
    <message>
        <source>The access is withdrawn. This was only there:</source>
        <translation>L&apos;accés està retirat. Això només era allà:</translation>
    </message>
    <message>
        <source>Withdraw the access of «%1»? It cannot be undone. Nobody reads anything on it any more; what is named above is only there and has to be done again, or recovered from it with the recovery key.</source>
        <translation>Voleu retirar l&apos;accés de «%1»? No es pot desfer. Ningú no hi podrà llegir res més; el que surt a dalt només és allà i caldrà tornar-ho a fer, o recuperar-ho d&apos;aquell ordinador amb la clau de recuperació.</translation>
    </message>
    <message>
        <source>%1 (this one)</source>
        <translation>%1 (aquest)</translation>
    </message>
</context>
<context>
    <name>DocumentForm</name>
    <message>
        <source>T&amp;ype</source>
        <translation>T&amp;ipus</translation>
    </message>
    <message>
        <source>&amp;Title</source>
        <translation>&amp;Títol</translation>
    </message>
    <message>
        <source>Dat&amp;e</source>
        <translation>&amp;Data</translation>
    </message>
    <message>
        <source>&amp;Origin</source>
        <translation>&amp;Origen</translation>
    </message>
</context>
<context>
    <name>DocumentPanel</name>
    <message>
        <source>Version</source>
        <translation>Versió</translation>
    </message>
    <message>
        <source>When</source>
        <translation>Quan</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Mida</translation>
    </message>
    <message>
        <source>Sending</source>
        <translation>Enviament</translation>
    </message>
    <message>
        <source>T&amp;itle</source>
        <translation>Tí&amp;tol</translation>
    </message>
    <message>
        <source>T&amp;ype</source>
        <translation>T&amp;ipus</translation>
    </message>
    <message>
        <source>Dat&amp;e</source>
        <translation>&amp;Data</translation>
    </message>
    <message>
        <source>Versions</source>
        <translation>Versions</translation>
    </message>
    <message>
        <source>Keep this version</source>
        <translation>Queda&apos;t aquesta versió</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>Detalls</translation>
    </message>
    <message>
        <source>ENI identifier %1</source>
        <translation>Identificador ENI %1</translation>
    </message>
    <message>
        <source>Two versions stand side by side: choose which one stays.</source>
        <translation>Hi ha dues versions fetes alhora: trieu quina queda.</translation>
    </message>
    <message>
        <source>Sent to be signed by %1. %2.</source>
        <translation>Enviat a signar per %1. %2.</translation>
    </message>
    <message>
        <source>Signature file</source>
        <translation>Fitxer de signatura</translation>
    </message>
</context>
<context>
    <name>DocumentsTab</name>
    <message>
        <source>Title</source>
        <translation>Títol</translation>
    </message>
    <message>
        <source>Date</source>
        <translation>Data</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Estat</translation>
    </message>
    <message>
        <source>Sending</source>
        <translation>Enviament</translation>
    </message>
    <message>
        <source>Documents</source>
        <translation>Documents</translation>
    </message>
    <message>
        <source>Add a document</source>
        <translation>Afegeix un document</translation>
    </message>
    <message>
        <source>Sign</source>
        <translation>Signa</translation>
    </message>
    <message>
        <source>Send to be signed</source>
        <translation>Envia a signar</translation>
    </message>
    <message>
        <source>Fetch</source>
        <translation>Porta&apos;l</translation>
    </message>
    <message>
        <source>There is no document yet.</source>
        <translation>Encara no hi ha cap document.</translation>
    </message>
    <message>
        <source>Drop a PDF here, or add it from a folder.</source>
        <translation>Deixeu anar aquí un PDF, o afegiu-lo des d&apos;una carpeta.</translation>
    </message>
    <message>
        <source>The file is on its way; it opens when it arrives.</source>
        <translation>El document ve de camí; s&apos;obrirà quan arribi.</translation>
    </message>
    <message>
        <source>The central service does not have the file yet. It comes by itself when it does.</source>
        <translation>El servei central encara no té el document. Arribarà sol quan el tingui.</translation>
    </message>
    <message>
        <source>The file is not on this computer: fetch it to see it.</source>
        <translation>El document no és en aquest ordinador: porteu-lo per veure&apos;l.</translation>
    </message>
    <message>
        <source>The file is still on the computer of who added it.</source>
        <translation>El document encara és a l&apos;ordinador de qui l&apos;ha afegit.</translation>
    </message>
</context>
<context>
    <name>DossierDataTab</name>
    <message>
        <source>Name</source>
        <translation>Nom</translation>
    </message>
    <message>
        <source>NIF</source>
        <translation>NIF</translation>
    </message>
    <message>
        <source>Role</source>
        <translation>Paper</translation>
    </message>
    <message>
        <source>E-mail</source>
        <translation>Correu electrònic</translation>
    </message>
    <message>
        <source>Sending</source>
        <translation>Enviament</translation>
    </message>
    <message>
        <source>&amp;Title</source>
        <translation>&amp;Títol</translation>
    </message>
    <message>
        <source>&amp;Unit</source>
        <translation>&amp;Unitat</translation>
    </message>
    <message>
        <source>&amp;Phase</source>
        <translation>&amp;Fase</translation>
    </message>
    <message>
        <source>&amp;Notes</source>
        <translation>&amp;Notes</translation>
    </message>
    <message>
        <source>Series</source>
        <translation>Sèrie</translation>
    </message>
    <message>
        <source>Procedure</source>
        <translation>Procediment</translation>
    </message>
    <message>
        <source>Opened on</source>
        <translation>Data d&apos;obertura</translation>
    </message>
    <message>
        <source>ENI identifier</source>
        <translation>Identificador ENI</translation>
    </message>
    <message>
        <source>Last change</source>
        <translation>Últim canvi</translation>
    </message>
    <message>
        <source>Interested persons</source>
        <translation>Persones interessades</translation>
    </message>
    <message>
        <source>Add a person</source>
        <translation>Afegeix una persona</translation>
    </message>
    <message>
        <source>Remove the person</source>
        <translation>Treu la persona</translation>
    </message>
    <message>
        <source>Save the person</source>
        <translation>Desa la persona</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Cancel·la</translation>
    </message>
    <message>
        <source>No unit</source>
        <translation>Sense unitat</translation>
    </message>
    <message>
        <source>On a computer only for signing there is what names the dossier, to be read. The rest is done on a computer of the town hall.</source>
        <translation>En un ordinador només per signar hi ha el que identifica l&apos;expedient, i no es pot canviar. La resta es veu i es fa en un ordinador de l&apos;ajuntament.</translation>
    </message>
    <message>
        <source>You may read this dossier and not change it.</source>
        <translation>Podeu consultar aquest expedient, però no canviar-lo.</translation>
    </message>
</context>
<context>
    <name>DossierListModel</name>
    <message>
        <source>Number</source>
        <translation>Número</translation>
    </message>
    <message>
        <source>Title</source>
        <translation>Títol</translation>
    </message>
    <message>
        <source>Series</source>
        <translation>Sèrie</translation>
    </message>
    <message>
        <source>Unit</source>
        <translation>Unitat</translation>
    </message>
    <message>
        <source>Situation</source>
        <translation>Situació</translation>
    </message>
    <message>
        <source>Sending</source>
        <translation>Enviament</translation>
    </message>
    <message>
        <source>Last change</source>
        <translation>Últim canvi</translation>
    </message>
</context>
<context>
    <name>DossierPageView</name>
    <message>
        <source>D&amp;ata</source>
        <translation>Da&amp;des</translation>
    </message>
    <message>
        <source>Doc&amp;uments</source>
        <translation>Doc&amp;uments</translation>
    </message>
    <message>
        <source>Histor&amp;y</source>
        <translation>&amp;Història</translation>
    </message>
    <message>
        <source>This dossier is not on this computer.</source>
        <translation>Aquest expedient no és en aquest ordinador.</translation>
    </message>
    <message>
        <source>Here is what waits for your signature; the rest is at the town hall.</source>
        <translation>Aquí hi ha el que espera la vostra signatura; la resta és a l&apos;ajuntament.</translation>
    </message>
    <message>
        <source>Look for it in the list of dossiers.</source>
        <translation>Cerqueu-lo a la llista d&apos;expedients.</translation>
    </message>
    <message>
        <source>Restricted access</source>
        <translation>Accés restringit</translation>
    </message>
    <message>
        <source>Kept here</source>
        <translation>Es conserva aquí</translation>
    </message>
    <message>
        <source>Dossier</source>
        <translation>Expedient</translation>
    </message>
</context>
<context>
    <name>DossiersPage</name>
    <message>
        <source>Dossiers</source>
        <translation>Expedients</translation>
    </message>
    <message>
        <source>Number, title, interested person or document</source>
        <translation>Número, títol, persona interessada o document</translation>
    </message>
    <message>
        <source>Search dossiers</source>
        <translation>Cerca expedients</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Oberts</translation>
    </message>
    <message>
        <source>Closed</source>
        <translation>Tancats</translation>
    </message>
    <message>
        <source>All</source>
        <translation>Tots</translation>
    </message>
    <message>
        <source>Waiting to be sent</source>
        <translation>Pendent d&apos;enviar</translation>
    </message>
    <message>
        <source>Show all series again</source>
        <translation>Torna a mostrar totes les sèries</translation>
    </message>
    <message numerus="yes">
        <source>%n new: show them</source>
        <translation>
            <numerusform>%n de nou: mostra&apos;l</numerusform>
            <numerusform>%n de nous: mostra&apos;ls</numerusform>
        </translation>
    </message>
    <message>
        <source>The order changed: show it</source>
        <translation>L&apos;ordre ha canviat: mostra&apos;l</translation>
    </message>
    <message numerus="yes">
        <source>%n dossier(s)</source>
        <translation>
            <numerusform>%n expedient</numerusform>
            <numerusform>%n expedients</numerusform>
        </translation>
    </message>
    <message>
        <source>No dossier is like that.</source>
        <translation>Cap expedient no és així.</translation>
    </message>
    <message>
        <source>Try fewer words, another chip or all series.</source>
        <translation>Proveu amb menys paraules, un altre filtre o totes les sèries.</translation>
    </message>
    <message>
        <source>The town hall&apos;s dossiers are on their way.</source>
        <translation>Els expedients de l&apos;ajuntament són de camí.</translation>
    </message>
    <message>
        <source>They appear here as they come. You can begin a new one already.</source>
        <translation>Aniran sortint aquí a mesura que arribin. Ja en podeu començar un de nou.</translation>
    </message>
    <message>
        <source>There is no dossier here.</source>
        <translation>Aquí no hi ha cap expedient.</translation>
    </message>
    <message>
        <source>The first one begins with its series.</source>
        <translation>El primer comença per la seva sèrie.</translation>
    </message>
    <message>
        <source>Series</source>
        <translation>Sèrie</translation>
    </message>
</context>
<context>
    <name>FlowForm</name>
    <message>
        <source>Step</source>
        <translation>Pas</translation>
    </message>
    <message>
        <source>Who</source>
        <translation>Qui</translation>
    </message>
    <message>
        <source>What for</source>
        <translation>Per a què</translation>
    </message>
    <message>
        <source>Enough</source>
        <translation>N&apos;hi ha prou amb</translation>
    </message>
    <message>
        <source>&amp;Name</source>
        <translation>&amp;Nom</translation>
    </message>
    <message>
        <source>W&amp;ho signs</source>
        <translation>&amp;Qui signa</translation>
    </message>
    <message>
        <source>W&amp;hat for</source>
        <translation>Pe&amp;r a què</translation>
    </message>
    <message>
        <source>&amp;Enough of this step</source>
        <translation>N&apos;hi ha pro&amp;u, en aquest pas, amb</translation>
    </message>
    <message>
        <source>Steps</source>
        <translation>Passos</translation>
    </message>
    <message>
        <source>Another flow has this name already: write another one.</source>
        <translation>Un altre circuit ja té aquest nom: escriviu-ne un altre.</translation>
    </message>
    <message>
        <source>For example: Invoices</source>
        <translation>Per exemple: Factures</translation>
    </message>
    <message>
        <source>As the ne&amp;xt step</source>
        <translation>Com a pas següen&amp;t</translation>
    </message>
    <message>
        <source>In the &amp;same step</source>
        <translation>En el mateix pa&amp;s</translation>
    </message>
    <message>
        <source>Ea&amp;rlier</source>
        <translation>&amp;Abans</translation>
    </message>
    <message>
        <source>&amp;Later</source>
        <translation>&amp;Després</translation>
    </message>
    <message>
        <source>Take &amp;out</source>
        <translation>Treu-l&amp;o</translation>
    </message>
    <message>
        <source>How many of those who are asked in this step have to answer.</source>
        <translation>Quantes de les persones a qui es demana en aquest pas han de respondre.</translation>
    </message>
    <message>
        <source>all</source>
        <translation>totes</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 de %2</translation>
    </message>
</context>
<context>
    <name>FlowsPage</name>
    <message>
        <source>Flow</source>
        <translation>Circuit</translation>
    </message>
    <message>
        <source>Who signs</source>
        <translation>Qui signa</translation>
    </message>
    <message>
        <source>Signature flows</source>
        <translation>Circuits de signatura</translation>
    </message>
    <message>
        <source>Who signs, and in which order. The three ready flows are always there; the town hall adds its own. A request that was sent keeps the flow it was sent with.</source>
        <translation>Qui signa i en quin ordre. Els tres circuits fets sempre hi són; l&apos;ajuntament hi afegeix els seus. Una petició enviada conserva el circuit amb què es va enviar.</translation>
    </message>
    <message>
        <source>&amp;New flow</source>
        <translation>&amp;Circuit nou</translation>
    </message>
    <message>
        <source>Remo&amp;ve the flow</source>
        <translation>Tre&amp;u el circuit</translation>
    </message>
    <message>
        <source>Ask for the &amp;PIN or passphrase at every signature</source>
        <translation>Demana el &amp;PIN o la contrasenya a cada signatura</translation>
    </message>
    <message>
        <source>Otherwise one PIN is good for the documents that a person confirmed together.</source>
        <translation>Si no, un sol PIN val per als documents que una persona ha confirmat junts.</translation>
    </message>
    <message>
        <source>Change the flow</source>
        <translation>Canvia el circuit</translation>
    </message>
    <message>
        <source>New flow</source>
        <translation>Circuit nou</translation>
    </message>
    <message>
        <source>Save the flow</source>
        <translation>Desa el circuit</translation>
    </message>
</context>
<context>
    <name>Handlers</name>
    <message>
        <source>Saved.</source>
        <translation>Desat.</translation>
    </message>
    <message>
        <source>Why is the document discarded?</source>
        <translation>Per què es descarta el document?</translation>
    </message>
    <message>
        <source>Document discarded.</source>
        <translation>Document descartat.</translation>
    </message>
    <message>
        <source>Choose the certificate</source>
        <translation>Trieu el certificat</translation>
    </message>
    <message>
        <source>Certificates (*.p12 *.pfx *.P12 *.PFX)</source>
        <translation>Certificats (*.p12 *.pfx *.P12 *.PFX)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>Tots els fitxers (*)</translation>
    </message>
    <message>
        <source>%1 is off the list. The file stays where it is.</source>
        <translation>%1 ja no és a la llista. El fitxer continua on era.</translation>
    </message>
    <message>
        <source>Signed, without a time seal yet.</source>
        <translation>Signat, pendent de segell de temps.</translation>
    </message>
    <message>
        <source>Why is the dossier closed?</source>
        <translation>Per què es tanca l&apos;expedient?</translation>
    </message>
    <message>
        <source>Why is the dossier opened again?</source>
        <translation>Per què es reobre l&apos;expedient?</translation>
    </message>
    <message>
        <source>Interested person removed.</source>
        <translation>S&apos;ha tret la persona interessada.</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Desfés</translation>
    </message>
    <message>
        <source>Sent to be signed.</source>
        <translation>Enviat a signar.</translation>
    </message>
    <message>
        <source>Reviewed.</source>
        <translation>Revisat.</translation>
    </message>
    <message>
        <source>Why is it refused?</source>
        <translation>Per què es rebutja?</translation>
    </message>
    <message>
        <source>Refused.</source>
        <translation>Rebutjat.</translation>
    </message>
    <message>
        <source>Who signs in your place?</source>
        <translation>Qui signa en lloc vostre?</translation>
    </message>
    <message>
        <source>Delegated to %1.</source>
        <translation>Delegada a %1.</translation>
    </message>
    <message>
        <source>Why is it withdrawn?</source>
        <translation>Per què es retira?</translation>
    </message>
    <message>
        <source>The substitution is called off.</source>
        <translation>S&apos;ha anul·lat la substitució.</translation>
    </message>
    <message>
        <source>The last day of the substitution is noted.</source>
        <translation>S&apos;ha anotat l&apos;últim dia de la substitució.</translation>
    </message>
    <message>
        <source>Looking for what nobody sees in the document…</source>
        <translation>S&apos;està mirant què hi ha d&apos;amagat al document…</translation>
    </message>
    <message>
        <source>Nothing is hidden in «%1».</source>
        <translation>No hi ha res amagat a «%1».</translation>
    </message>
    <message>
        <source>Of «%1» this would go: %2.</source>
        <translation>De «%1» en sortiria: %2.</translation>
    </message>
    <message>
        <source>This can be seen and stays: %1.</source>
        <translation>Es pot veure i s&apos;hi queda: %1.</translation>
    </message>
    <message>
        <source>A new version is made of it; the present one is kept.</source>
        <translation>Se&apos;n fa una versió nova i la d&apos;ara es conserva.</translation>
    </message>
    <message>
        <source>Its request for signatures ends without effect; send it again.</source>
        <translation>La petició de signatura que té queda sense efecte: torneu-la a enviar.</translation>
    </message>
    <message>
        <source>Make the clean version</source>
        <translation>Fes la versió neta</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Cancel·la</translation>
    </message>
    <message>
        <source>The clean version is being made…</source>
        <translation>S&apos;està fent la versió neta…</translation>
    </message>
    <message>
        <source>The clean version stands; the one before is kept.</source>
        <translation>Ja hi ha la versió neta; l&apos;anterior es conserva.</translation>
    </message>
    <message>
        <source>Save a copy</source>
        <translation>Desa una còpia</translation>
    </message>
    <message>
        <source>Copies are being saved: %1 of %2</source>
        <translation>S&apos;estan desant les còpies: %1 de %2</translation>
    </message>
    <message>
        <source>Evidence is being saved: %1 of %2</source>
        <translation>S&apos;està desant l&apos;evidència: %1 de %2</translation>
    </message>
    <message>
        <source>The list is on the clipboard.</source>
        <translation>La llista és al porta-retalls.</translation>
    </message>
    <message>
        <source>Save the list</source>
        <translation>Desa la llista</translation>
    </message>
    <message>
        <source>Choose the folder to save to</source>
        <translation>Trieu la carpeta on desar</translation>
    </message>
    <message>
        <source>Nothing was saved.</source>
        <translation>No s&apos;ha desat res.</translation>
    </message>
    <message>
        <source>Saved: %1</source>
        <translation>Desat: %1</translation>
    </message>
    <message>
        <source>%1 files saved in %2</source>
        <translation>%1 fitxers desats a %2</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Atura</translation>
    </message>
    <message>
        <source>Flow saved.</source>
        <translation>Circuit desat.</translation>
    </message>
    <message>
        <source>Flow removed.</source>
        <translation>Circuit tret de la llista.</translation>
    </message>
    <message>
        <source>From now on the PIN is asked for at every signature.</source>
        <translation>A partir d&apos;ara es demana el PIN a cada signatura.</translation>
    </message>
    <message>
        <source>From now on one PIN is good for the documents of a list.</source>
        <translation>A partir d&apos;ara un sol PIN val per als documents d&apos;una llista.</translation>
    </message>
</context>
<context>
    <name>HelpPage</name>
    <message>
        <source>About e-SET Desktop</source>
        <translation>Quant a l&apos;e-SET Desktop</translation>
    </message>
    <message>
        <source>Help</source>
        <translation>Ajuda</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>Tecles</translation>
    </message>
</context>
<context>
    <name>HistoryTab</name>
    <message>
        <source>When</source>
        <translation>Quan</translation>
    </message>
    <message>
        <source>Who</source>
        <translation>Qui</translation>
    </message>
    <message>
        <source>What</source>
        <translation>Què</translation>
    </message>
    <message>
        <source>On</source>
        <translation>Sobre</translation>
    </message>
    <message>
        <source>Sending</source>
        <translation>Enviament</translation>
    </message>
    <message>
        <source>History</source>
        <translation>Història</translation>
    </message>
</context>
<context>
    <name>IdentityPicker</name>
    <message>
        <source>Certificates</source>
        <translation>Certificats</translation>
    </message>
    <message>
        <source>Holder</source>
        <translation>Titular</translation>
    </message>
    <message>
        <source>Body</source>
        <translation>Ens</translation>
    </message>
    <message>
        <source>Issued by</source>
        <translation>Emès per</translation>
    </message>
    <message>
        <source>Valid until</source>
        <translation>Vàlid fins al</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>Nota</translation>
    </message>
    <message>
        <source>Says whose it is when it is opened</source>
        <translation>Diu de qui és quan s&apos;obre</translation>
    </message>
    <message>
        <source>Card driver «%1»</source>
        <translation>Controlador de targeta «%1»</translation>
    </message>
</context>
<context>
    <name>JoinDialog</name>
    <message>
        <source>Link this computer</source>
        <translation>Vinculeu aquest ordinador</translation>
    </message>
    <message>
        <source>The town hall&apos;s administrator gives you the address and a code that works once.</source>
        <translation>L&apos;administrador de l&apos;ajuntament us dona l&apos;adreça i un codi que serveix una sola vegada.</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Llengua</translation>
    </message>
    <message>
        <source>&amp;Address of the central service</source>
        <translation>&amp;Adreça del servei central</translation>
    </message>
    <message>
        <source>Enrolment &amp;code</source>
        <translation>&amp;Codi d&apos;alta</translation>
    </message>
    <message>
        <source>&amp;Passphrase</source>
        <translation>Con&amp;trasenya</translation>
    </message>
    <message>
        <source>Passphrase, a&amp;gain</source>
        <translation>Contrasenya, una altra &amp;vegada</translation>
    </message>
    <message>
        <source>How your data are opened on this computer</source>
        <translation>Com s&apos;obren les vostres dades en aquest ordinador</translation>
    </message>
    <message>
        <source>With your session of this computer: nothing to type (&amp;recommended)</source>
        <translation>Amb la vostra sessió d&apos;aquest ordinador: no cal escriure res (&amp;recomanat)</translation>
    </message>
    <message>
        <source>With your session of this computer: it has no safe place for a key</source>
        <translation>Amb la vostra sessió: aquest ordinador no hi pot guardar la clau</translation>
    </message>
    <message>
        <source>With a pass&amp;phrase, typed each time</source>
        <translation>Amb una contrasenya &amp;pròpia, que s&apos;escriu cada vegada</translation>
    </message>
    <message>
        <source>Only for &amp;signing: nothing comes here but what waits for your signature</source>
        <translation>Només per si&amp;gnar: no hi arriba res més que el que espera la vostra signatura</translation>
    </message>
    <message>
        <source>If one day neither opens them, the town hall&apos;s recovery key does: unsent work is not lost.</source>
        <translation>Si un dia això falla, les obre la clau de recuperació de l&apos;ajuntament: la feina pendent d&apos;enviar no es perd.</translation>
    </message>
    <message>
        <source>Linking…</source>
        <translation>S&apos;està vinculant…</translation>
    </message>
    <message>
        <source>&amp;Link</source>
        <translation>Vi&amp;ncula</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>&amp;Surt</translation>
    </message>
</context>
<context>
    <name>LateLine</name>
    <message>
        <source>Understood</source>
        <translation>Entesos</translation>
    </message>
    <message>
        <source>“%1” (signed on %2)</source>
        <translation>«%1» (signat el %2)</translation>
    </message>
    <message>
        <source>a document</source>
        <translation>un document</translation>
    </message>
    <message numerus="yes">
        <source>%n signature(s) came when nobody asked for them any more: %1. They are kept at the town hall and answer nothing: see Done there.</source>
        <translation>
            <numerusform>%n signatura vostra ha arribat quan ja no es demanava: %1. Es conserva a l&apos;ajuntament, però no compta com a resposta: la trobareu a Fetes, en un ordinador d&apos;allà.</numerusform>
            <numerusform>%n signatures vostres han arribat quan ja no es demanaven: %1. Es conserven a l&apos;ajuntament, però no compten com a resposta: les trobareu a Fetes, en un ordinador d&apos;allà.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n signature(s) came when nobody asked for them any more: %1. They are kept but answer nothing: see Done.</source>
        <translation>
            <numerusform>%n signatura vostra ha arribat quan ja no es demanava: %1. Es conserva, però no compta com a resposta: la trobareu a Fetes.</numerusform>
            <numerusform>%n signatures vostres han arribat quan ja no es demanaven: %1. Es conserven, però no compten com a resposta: les trobareu a Fetes.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>The documents go on being signed.</source>
        <translation>Els documents es continuen signant.</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>Mostra</translation>
    </message>
</context>
<context>
    <name>Navigation</name>
    <message>
        <source>Places</source>
        <translation>Llocs</translation>
    </message>
</context>
<context>
    <name>NewDossierPage</name>
    <message>
        <source>New dossier</source>
        <translation>Nou expedient</translation>
    </message>
    <message>
        <source>&amp;Series</source>
        <translation>&amp;Sèrie</translation>
    </message>
    <message>
        <source>&amp;Procedure</source>
        <translation>&amp;Procediment</translation>
    </message>
    <message>
        <source>&amp;Title</source>
        <translation>&amp;Títol</translation>
    </message>
    <message>
        <source>&amp;Unit</source>
        <translation>&amp;Unitat</translation>
    </message>
    <message>
        <source>Interested person (may be left empty)</source>
        <translation>Persona interessada (es pot deixar en blanc)</translation>
    </message>
    <message>
        <source>Open the dossier</source>
        <translation>Obre l&apos;expedient</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Cancel·la</translation>
    </message>
    <message>
        <source>No unit</source>
        <translation>Sense unitat</translation>
    </message>
    <message>
        <source>No procedure</source>
        <translation>Sense procediment</translation>
    </message>
</context>
<context>
    <name>NoticeLine</name>
    <message>
        <source>Close this notice</source>
        <translation>Tanca aquest avís</translation>
    </message>
</context>
<context>
    <name>OtherWays</name>
    <message numerus="yes">
        <source>%n document(s) can be signed without being changed.</source>
        <translation>
            <numerusform>%n document es pot signar sense canviar-lo.</numerusform>
            <numerusform>%n documents es poden signar sense canviar-los.</numerusform>
        </translation>
    </message>
    <message>
        <source>Sign beside…</source>
        <translation>Signa al costat…</translation>
    </message>
    <message>
        <source>The signature becomes a file of its own (.p7s) in the dossier: both are needed to check it.</source>
        <translation>La signatura es desa a l&apos;expedient com un fitxer a part (.p7s): per comprovar-la calen tots dos.</translation>
    </message>
    <message>
        <source>Sign in a container…</source>
        <translation>Signa en un contenidor…</translation>
    </message>
    <message>
        <source>A copy and its signature go together into one file (.asice) in the dossier.</source>
        <translation>Una còpia i la signatura es desen juntes a l&apos;expedient, en un sol fitxer (.asice).</translation>
    </message>
</context>
<context>
    <name>OutboxPage</name>
    <message>
        <source>State</source>
        <translation>Estat</translation>
    </message>
    <message>
        <source>Dossier</source>
        <translation>Expedient</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>Canvi</translation>
    </message>
    <message>
        <source>Values</source>
        <translation>Valors</translation>
    </message>
    <message>
        <source>Made on</source>
        <translation>Fet el</translation>
    </message>
    <message>
        <source>Document</source>
        <translation>Document</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Mida</translation>
    </message>
    <message>
        <source>Problem</source>
        <translation>Problema</translation>
    </message>
    <message>
        <source>Waiting to be sent</source>
        <translation>Pendent d&apos;enviar</translation>
    </message>
    <message>
        <source>All this is safe on this computer and is sent by itself when there is connection.</source>
        <translation>Tot això és segur en aquest ordinador i s&apos;envia sol quan hi ha connexió.</translation>
    </message>
    <message>
        <source>Send now</source>
        <translation>Envia-ho ara</translation>
    </message>
    <message>
        <source>Files on their way</source>
        <translation>Documents de camí</translation>
    </message>
    <message>
        <source>Changes waiting to be sent</source>
        <translation>Canvis pendents d&apos;enviar</translation>
    </message>
    <message>
        <source>Send again</source>
        <translation>Torna-ho a enviar</translation>
    </message>
    <message>
        <source>Discard the change</source>
        <translation>Descarta el canvi</translation>
    </message>
    <message>
        <source>Open the dossier</source>
        <translation>Obre l&apos;expedient</translation>
    </message>
    <message>
        <source>Nothing waits to be sent.</source>
        <translation>No hi ha res pendent d&apos;enviar.</translation>
    </message>
    <message>
        <source>Everything you saved is also at the central service.</source>
        <translation>Tot el que heu desat també és al servei central.</translation>
    </message>
    <message>
        <source>It waits for another change that needs attention; it is sent with it.</source>
        <translation>Espera un altre canvi que demana atenció; s&apos;enviarà amb ell.</translation>
    </message>
    <message numerus="yes">
        <source>%n change(s) wait for this one.</source>
        <translation>
            <numerusform>%n canvi espera aquest.</numerusform>
            <numerusform>%n canvis esperen aquest.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>PartyForm</name>
    <message>
        <source>N&amp;ame or company</source>
        <translation>N&amp;om o raó social</translation>
    </message>
    <message>
        <source>NI&amp;F</source>
        <translation>NI&amp;F</translation>
    </message>
    <message>
        <source>&amp;Role</source>
        <translation>Pa&amp;per</translation>
    </message>
    <message>
        <source>E-&amp;mail</source>
        <translation>Correu &amp;electrònic</translation>
    </message>
    <message>
        <source>The NIF is right</source>
        <translation>El NIF és correcte</translation>
    </message>
    <message>
        <source>The control letter or digit is not right</source>
        <translation>La lletra o el dígit de control no és correcte</translation>
    </message>
</context>
<context>
    <name>PlanPage</name>
    <message>
        <source>File plan</source>
        <translation>Quadre de classificació</translation>
    </message>
    <message>
        <source>Code or words of a function, sub-function or series</source>
        <translation>Codi o paraules d&apos;una funció, subfunció o sèrie</translation>
    </message>
    <message>
        <source>Filter the file plan</source>
        <translation>Filtra el quadre de classificació</translation>
    </message>
    <message>
        <source>Its dossiers</source>
        <translation>Els seus expedients</translation>
    </message>
    <message>
        <source>New dossier here</source>
        <translation>Nou expedient aquí</translation>
    </message>
    <message>
        <source>No class has these words.</source>
        <translation>Cap classe no té aquestes paraules.</translation>
    </message>
    <message>
        <source>Try fewer or shorter words.</source>
        <translation>Proveu amb menys paraules o de més curtes.</translation>
    </message>
    <message>
        <source>There is no file plan on this computer yet.</source>
        <translation>Encara no hi ha cap quadre de classificació en aquest ordinador.</translation>
    </message>
    <message>
        <source>It comes with the first connection to the central service.</source>
        <translation>Arriba amb la primera connexió al servei central.</translation>
    </message>
</context>
<context>
    <name>PlanTreeModel</name>
    <message>
        <source>Class</source>
        <translation>Classe</translation>
    </message>
    <message>
        <source>Open dossiers</source>
        <translation>Expedients oberts</translation>
    </message>
</context>
<context>
    <name>Preview</name>
    <message>
        <source>Pages of the document</source>
        <translation>Pàgines del document</translation>
    </message>
    <message>
        <source>Choose a document to see it here.</source>
        <translation>Trieu un document per veure&apos;l aquí.</translation>
    </message>
    <message>
        <source>Opening the document…</source>
        <translation>S&apos;està obrint el document…</translation>
    </message>
    <message>
        <source>Page %1 of %2 · %3 %</source>
        <translation>Pàgina %1 de %2 · %3 %</translation>
    </message>
</context>
<context>
    <name>ProgressPanel</name>
    <message>
        <source>Signed so far</source>
        <translation>Signats fins ara</translation>
    </message>
    <message>
        <source>Signing: %1 of %2</source>
        <translation>S&apos;està signant: %1 de %2</translation>
    </message>
    <message>
        <source>Waiting: %1 of %2 are signed</source>
        <translation>En espera: %1 de %2 signats</translation>
    </message>
    <message>
        <source>%1 of %2 are signed</source>
        <translation>Signats %1 de %2</translation>
    </message>
    <message>
        <source>Stopped: %1 of %2 are signed</source>
        <translation>Aturat: %1 de %2 signats</translation>
    </message>
    <message>
        <source>How long it takes will be known in a moment.</source>
        <translation>D&apos;aquí a un moment se sabrà quant tarda.</translation>
    </message>
    <message>
        <source>%1 documents a minute</source>
        <translation>%1 documents per minut</translation>
    </message>
    <message numerus="yes">
        <source>%n second(s) left</source>
        <translation>
            <numerusform>falta %n segon</numerusform>
            <numerusform>falten %n segons</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n minute(s) left</source>
        <translation>
            <numerusform>falta %n minut</numerusform>
            <numerusform>falten %n minuts</numerusform>
        </translation>
    </message>
    <message>
        <source>The card is here again. Go on: what is signed already is not signed twice.</source>
        <translation>La targeta torna a ser-hi. Continueu: el que ja és signat no se signa dues vegades.</translation>
    </message>
</context>
<context>
    <name>Question</name>
    <message>
        <source>Done</source>
        <translation>Fet</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Cancel·la</translation>
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
        <translation>Expedient</translation>
    </message>
    <message>
        <source>Asked of you</source>
        <translation>Us demanen</translation>
    </message>
    <message>
        <source>Last day</source>
        <translation>Últim dia</translation>
    </message>
    <message>
        <source>Who signs</source>
        <translation>Qui signa</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Estat</translation>
    </message>
    <message>
        <source>Ended</source>
        <translation>Acabada</translation>
    </message>
    <message>
        <source>To be signed</source>
        <translation>Per signar</translation>
    </message>
    <message>
        <source>Sent</source>
        <translation>Enviades</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Fetes</translation>
    </message>
    <message>
        <source>Nothing waits for your signature.</source>
        <translation>No hi ha res pendent de la vostra signatura.</translation>
    </message>
    <message>
        <source>What is sent to you appears here by itself.</source>
        <translation>El que us enviïn apareixerà aquí tot sol.</translation>
    </message>
    <message>
        <source>You have not sent anything to be signed.</source>
        <translation>No heu enviat res a signar.</translation>
    </message>
    <message>
        <source>Choose documents in a dossier and send them to be signed.</source>
        <translation>Trieu documents d&apos;un expedient i envieu-los a signar.</translation>
    </message>
    <message>
        <source>What you signed is at the town hall.</source>
        <translation>El que ja heu signat és a l&apos;ajuntament.</translation>
    </message>
    <message>
        <source>This computer keeps what waits for your signature and nothing else. What you signed, reviewed or refused is under Done in the signature folder of a computer of the town hall.</source>
        <translation>En aquest ordinador només hi ha el que espera la vostra signatura. El que heu signat, revisat o rebutjat és a Fetes, al portasignatures d&apos;un ordinador de l&apos;ajuntament.</translation>
    </message>
    <message>
        <source>Nothing is done yet.</source>
        <translation>Encara no s&apos;ha fet res.</translation>
    </message>
    <message>
        <source>What you sign, review or refuse stays here.</source>
        <translation>El que signeu, reviseu o rebutgeu queda aquí.</translation>
    </message>
</context>
<context>
    <name>RequestPanel</name>
    <message>
        <source>Who</source>
        <translation>Qui</translation>
    </message>
    <message>
        <source>What</source>
        <translation>Què</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Estat</translation>
    </message>
    <message>
        <source>Dossier</source>
        <translation>Expedient</translation>
    </message>
    <message>
        <source>Asked of you</source>
        <translation>Us demanen</translation>
    </message>
    <message>
        <source>Amount</source>
        <translation>Import</translation>
    </message>
    <message>
        <source>Sent by</source>
        <translation>Enviada per</translation>
    </message>
    <message>
        <source>Last day</source>
        <translation>Últim dia</translation>
    </message>
    <message>
        <source>Message</source>
        <translation>Missatge</translation>
    </message>
    <message>
        <source>Attention</source>
        <translation>Atenció</translation>
    </message>
    <message>
        <source>The request</source>
        <translation>La petició</translation>
    </message>
    <message>
        <source>Who is asked</source>
        <translation>A qui es demana</translation>
    </message>
    <message>
        <source>To be seen together:</source>
        <translation>Per veure plegats:</translation>
    </message>
    <message>
        <source>Write a comment…</source>
        <translation>Escriviu un comentari…</translation>
    </message>
    <message>
        <source>Comment</source>
        <translation>Comenta</translation>
    </message>
    <message numerus="yes">
        <source>%n signature(s) came when it was not asked for any more.</source>
        <translation>
            <numerusform>Ha arribat %n signatura quan ja no es demanava.</numerusform>
            <numerusform>Han arribat %n signatures quan ja no es demanaven.</numerusform>
        </translation>
    </message>
    <message>
        <source>Not on this computer</source>
        <translation>No és en aquest ordinador</translation>
    </message>
</context>
<context>
    <name>SecretDialog</name>
    <message>
        <source>Sign</source>
        <translation>Signa</translation>
    </message>
    <message>
        <source>The PIN is typed on the reader&apos;s own keys, or in the window of the card&apos;s driver.</source>
        <translation>El PIN s&apos;introdueix al teclat del lector, o a la finestra del programa de la targeta.</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Obre</translation>
    </message>
    <message>
        <source>It cannot be signed with this card now</source>
        <translation>Ara no es pot signar amb aquesta targeta</translation>
    </message>
    <message>
        <source>Open the certificate</source>
        <translation>Obriu el certificat</translation>
    </message>
    <message>
        <source>“%1” will be signed</source>
        <translation>Se signarà «%1»</translation>
    </message>
    <message numerus="yes">
        <source>%n document(s) will be signed</source>
        <translation>
            <numerusform>Se signarà %n document</numerusform>
            <numerusform>Se signaran %n documents</numerusform>
        </translation>
    </message>
    <message>
        <source>With the certificate of %1 (%2).</source>
        <translation>Amb el certificat de %1 (%2).</translation>
    </message>
    <message>
        <source>Enter the &amp;PIN of the card</source>
        <translation>Introduïu el &amp;PIN de la targeta</translation>
    </message>
    <message>
        <source>Enter the &amp;passphrase of the certificate</source>
        <translation>Introduïu la &amp;contrasenya del certificat</translation>
    </message>
</context>
<context>
    <name>SendToSignPage</name>
    <message>
        <source>Send to be signed</source>
        <translation>Envia a signar</translation>
    </message>
    <message>
        <source>&amp;Who signs</source>
        <translation>&amp;Qui signa</translation>
    </message>
    <message>
        <source>Until</source>
        <translation>Fins quan</translation>
    </message>
    <message>
        <source>&amp;Amount (€)</source>
        <translation>&amp;Import (€)</translation>
    </message>
    <message>
        <source>&amp;Message</source>
        <translation>&amp;Missatge</translation>
    </message>
    <message>
        <source>&amp;Reports to be seen beside it</source>
        <translation>In&amp;formes per veure al costat</translation>
    </message>
    <message>
        <source>&amp;Last day</source>
        <translation>&amp;Últim dia</translation>
    </message>
    <message>
        <source>Last day</source>
        <translation>Últim dia</translation>
    </message>
    <message>
        <source>&amp;Urgent</source>
        <translation>&amp;Urgent</translation>
    </message>
    <message>
        <source>Reports to be seen beside it</source>
        <translation>Informes per veure al costat</translation>
    </message>
    <message>
        <source>It works without connection: it is sent when there is one.</source>
        <translation>Funciona sense connexió: s&apos;envia quan n&apos;hi hagi.</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Cancel·la</translation>
    </message>
    <message>
        <source>&amp;Flows…</source>
        <translation>&amp;Circuits…</translation>
    </message>
    <message>
        <source>Put together flows of the town hall&apos;s own.</source>
        <translation>Feu circuits propis de l&apos;ajuntament.</translation>
    </message>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>i %n més</numerusform>
            <numerusform>i %n més</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>SignList</name>
    <message>
        <source>The signature is a document of the same dossier: %1 (%2).</source>
        <translation>La signatura és un document del mateix expedient: %1 (%2).</translation>
    </message>
    <message>
        <source>%1 has the turn to sign this document until %2. If both sign, one of you will have to sign again.</source>
        <translation>%1 té el torn per signar aquest document fins al %2. Si signeu tots dos, un haurà de tornar a signar.</translation>
    </message>
    <message>
        <source>Others are asked to sign this document too, and without connection it is not known whose turn it is. If two sign at the same time, one will have to sign again.</source>
        <translation>També es demana a altres que signin aquest document i sense connexió no se sap de qui és el torn. Si dos signen alhora, un haurà de tornar a signar.</translation>
    </message>
    <message>
        <source>Document</source>
        <translation>Document</translation>
    </message>
    <message>
        <source>Dossier</source>
        <translation>Expedient</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Mida</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Estat</translation>
    </message>
    <message>
        <source>Documents to be signed</source>
        <translation>Documents per signar</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>Per què</translation>
    </message>
    <message>
        <source>What became of each document:</source>
        <translation>Com ha anat cada document:</translation>
    </message>
    <message>
        <source>The documents are being looked at…</source>
        <translation>S&apos;estan mirant els documents…</translation>
    </message>
    <message numerus="yes">
        <source>%n document(s) cannot be signed; the list says why. The others can.</source>
        <translation>
            <numerusform>%n document no es pot signar; la llista diu per què. La resta, sí.</numerusform>
            <numerusform>%n documents no es poden signar; la llista diu per què. La resta, sí.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n document(s) may be signed by somebody else now; the list says by whom.</source>
        <translation>
            <numerusform>Potser algú altre signa ara %n document; la llista diu qui.</numerusform>
            <numerusform>Potser algú altre signa ara %n documents; la llista diu qui.</numerusform>
        </translation>
    </message>
    <message>
        <source>Exactly this will be signed, and nothing else:</source>
        <translation>Se signarà exactament això i res més:</translation>
    </message>
    <message>
        <source>%1, but not your turn</source>
        <translation>%1, però no és el vostre torn</translation>
    </message>
</context>
<context>
    <name>SignPage</name>
    <message>
        <source>Show the signature on the page</source>
        <translation>Mostra la signatura a la pàgina</translation>
    </message>
    <message>
        <source>Along the margin: who signs, as what, when, and the code to check the document by.</source>
        <translation>Al marge: qui signa, com a què, quan, i el codi per comprovar el document.</translation>
    </message>
    <message>
        <source>Sign</source>
        <translation>Signa</translation>
    </message>
    <message>
        <source>Sign beside the document</source>
        <translation>Signa al costat del document</translation>
    </message>
    <message>
        <source>Sign in a container</source>
        <translation>Signa en un contenidor</translation>
    </message>
    <message numerus="yes">
        <source>Try again with %n…</source>
        <translation>
            <numerusform>Torna-ho a provar amb %n…</numerusform>
            <numerusform>Torna-ho a provar amb %n…</numerusform>
        </translation>
    </message>
    <message>
        <source>The certificate is being opened…</source>
        <translation>S&apos;està obrint el certificat…</translation>
    </message>
    <message>
        <source>The documents stay as they are; the signatures become documents of their dossiers. What was asked for in the signature folder stays open: tell whoever sent it.</source>
        <translation>Els documents queden tal com són i les signatures es desen als expedients com a documents. El que es va demanar al portasignatures continua obert: aviseu qui ho va enviar.</translation>
    </message>
    <message>
        <source>The documents stay as they are; the signatures become documents of their dossiers.</source>
        <translation>Els documents queden tal com són i les signatures es desen als expedients com a documents.</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Atura</translation>
    </message>
    <message>
        <source>Leave it here</source>
        <translation>Deixa-ho aquí</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Tanca</translation>
    </message>
    <message>
        <source>The signed version stands beside the present one, which stays as it is. It works without connection.</source>
        <translation>La versió signada queda al costat de l&apos;actual, que es conserva com és. Funciona sense connexió.</translation>
    </message>
    <message>
        <source>Go on…</source>
        <translation>Continua…</translation>
    </message>
    <message numerus="yes">
        <source>Sign %n document(s)…</source>
        <translation>
            <numerusform>Signa %n document…</numerusform>
            <numerusform>Signa %n documents…</numerusform>
        </translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Cancel·la</translation>
    </message>
</context>
<context>
    <name>SignatureLine</name>
    <message>
        <source>Not signed here.</source>
        <translation>Sense signatura feta aquí.</translation>
    </message>
    <message>
        <source>Signed by %1.</source>
        <translation>Signat per %1.</translation>
    </message>
    <message>
        <source>Signed by %1, waiting for the time seal.</source>
        <translation>Signat per %1, pendent de segell de temps.</translation>
    </message>
</context>
<context>
    <name>SignatureList</name>
    <message>
        <source>Signature</source>
        <translation>Signatura</translation>
    </message>
    <message>
        <source>When</source>
        <translation>Quan</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>Resultat</translation>
    </message>
    <message>
        <source>Signatures</source>
        <translation>Signatures</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Hora</translation>
    </message>
    <message>
        <source>Time seal</source>
        <translation>Segell de temps</translation>
    </message>
    <message>
        <source>Certificate</source>
        <translation>Certificat</translation>
    </message>
    <message>
        <source>Validity</source>
        <translation>Vigència</translation>
    </message>
    <message>
        <source>Afterwards</source>
        <translation>Després</translation>
    </message>
    <message>
        <source>Signer unknown</source>
        <translation>Signant desconegut</translation>
    </message>
    <message>
        <source>Time seal by %1</source>
        <translation>Segell de temps de %1</translation>
    </message>
</context>
<context>
    <name>SignaturesPage</name>
    <message>
        <source>Signature folder</source>
        <translation>Portasignatures</translation>
    </message>
    <message>
        <source>Reviewed</source>
        <translation>Revisat</translation>
    </message>
    <message>
        <source>Refuse…</source>
        <translation>Rebutja…</translation>
    </message>
    <message>
        <source>Delegate…</source>
        <translation>Delega…</translation>
    </message>
    <message>
        <source>Send</source>
        <translation>Envia</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Posa en pausa</translation>
    </message>
    <message>
        <source>Go on asking</source>
        <translation>Reprèn</translation>
    </message>
    <message>
        <source>Withdraw…</source>
        <translation>Retira…</translation>
    </message>
    <message>
        <source>Choose a document to see it here.</source>
        <translation>Trieu un document per veure&apos;l aquí.</translation>
    </message>
    <message>
        <source>The file is not on this computer: open its dossier and fetch it to see and sign it.</source>
        <translation>El fitxer no és en aquest ordinador: obriu-ne l&apos;expedient i porteu-lo per veure&apos;l i signar-lo.</translation>
    </message>
    <message>
        <source>The file is not on this computer: open its dossier and fetch it to see it.</source>
        <translation>El fitxer no és en aquest ordinador: obriu-ne l&apos;expedient i porteu-lo per veure&apos;l.</translation>
    </message>
    <message numerus="yes">
        <source>Sign %n document(s)…</source>
        <translation>
            <numerusform>Signa %n document…</numerusform>
            <numerusform>Signa %n documents…</numerusform>
        </translation>
    </message>
    <message>
        <source>Mark all</source>
        <translation>Marca-ho tot</translation>
    </message>
    <message>
        <source>Unmark all</source>
        <translation>Desmarca-ho tot</translation>
    </message>
</context>
<context>
    <name>StatusStrip</name>
    <message numerus="yes">
        <source>%n change(s) waiting to be sent</source>
        <translation>
            <numerusform>%n canvi pendent d&apos;enviar</numerusform>
            <numerusform>%n canvis pendents d&apos;enviar</numerusform>
        </translation>
    </message>
    <message>
        <source>Nothing waits to be sent</source>
        <translation>Res pendent d&apos;enviar</translation>
    </message>
    <message numerus="yes">
        <source>%n change(s) made at the same time</source>
        <translation>
            <numerusform>%n canvi fet alhora: trieu</numerusform>
            <numerusform>%n canvis fets alhora: trieu</numerusform>
        </translation>
    </message>
    <message>
        <source>This computer&apos;s clock is off by %1 minutes: set its time</source>
        <translation>El rellotge d&apos;aquest ordinador va %1 minuts desviat: poseu-lo a l&apos;hora</translation>
    </message>
    <message numerus="yes">
        <source>This computer&apos;s clock is off by %n day(s): set its date</source>
        <translation>
            <numerusform>El rellotge d&apos;aquest ordinador va %n dia desviat: poseu-hi la data correcta</numerusform>
            <numerusform>El rellotge d&apos;aquest ordinador va %n dies desviat: poseu-hi la data correcta</numerusform>
        </translation>
    </message>
    <message>
        <source>Computer only for signing</source>
        <translation>Ordinador només per signar</translation>
    </message>
    <message>
        <source>Connected</source>
        <translation>Amb connexió</translation>
    </message>
    <message>
        <source>No connection: you can go on working</source>
        <translation>Sense connexió: podeu continuar treballant</translation>
    </message>
    <message>
        <source>This computer may no longer connect</source>
        <translation>Aquest ordinador ja no es pot connectar</translation>
    </message>
    <message>
        <source>Looking for the central service</source>
        <translation>S&apos;està buscant el servei central</translation>
    </message>
    <message>
        <source>Not yet brought up to date</source>
        <translation>Encara no s&apos;ha posat al dia</translation>
    </message>
    <message numerus="yes">
        <source>First sync: %n dossier(s) are here</source>
        <translation>
            <numerusform>Primera sincronització: ja hi ha %n expedient</numerusform>
            <numerusform>Primera sincronització: ja hi ha %n expedients</numerusform>
        </translation>
    </message>
    <message>
        <source>Up to date on %1</source>
        <translation>Al dia el %1</translation>
    </message>
</context>
<context>
    <name>StickPage</name>
    <message>
        <source>Choose the stick or a folder</source>
        <translation>Trieu el llapis o una carpeta</translation>
    </message>
    <message>
        <source>%1 of %2 MB</source>
        <translation>%1 de %2 MB</translation>
    </message>
    <message>
        <source>The stick is complete: %1 documents.</source>
        <translation>El llapis és complet: %1 documents.</translation>
    </message>
    <message>
        <source>The stick is useful already: %1 documents. %2 more will come by the line.</source>
        <translation>El llapis ja és útil: %1 documents. Per la línia n&apos;arribaran %2 més.</translation>
    </message>
    <message>
        <source>%1 records and %2 documents were taken. The rest will come by the line.</source>
        <translation>S&apos;han agafat %1 fitxes i %2 documents. La resta arribarà per la línia.</translation>
    </message>
    <message>
        <source>The request is written. Code to type on the computer that has the data: %1. When the stick is back, take it in.</source>
        <translation>La petició és escrita. Codi per introduir a l&apos;ordinador que té les dades: %1. Quan el llapis torni, agafeu-ne el contingut.</translation>
    </message>
    <message>
        <source>Prepare a stick for another computer</source>
        <translation>Prepara un llapis per a un altre ordinador</translation>
    </message>
    <message>
        <source>Install from a stick</source>
        <translation>Instal·la des d&apos;un llapis</translation>
    </message>
    <message>
        <source>Choose the folder where the other computer has left its request, and type the code that it shows. Only that computer can read what is written. It may be ended at any moment and goes on when it is begun again.</source>
        <translation>Trieu la carpeta on l&apos;altre ordinador ha deixat la petició i introduïu el codi que mostra. Només aquell ordinador podrà llegir el que s&apos;hi escrigui. Es pot aturar en qualsevol moment i continua quan es torna a començar.</translation>
    </message>
    <message>
        <source>Choose the stick. A request is written on it, to be taken to a computer that has the town hall&apos;s data. When it is back, take in what that computer wrote: afterwards only the rest comes by the line.</source>
        <translation>Trieu el llapis. S&apos;hi escriu una petició, que cal portar a un ordinador que tingui les dades de l&apos;ajuntament. Quan torni, agafeu el que aquell ordinador hi ha escrit: després per la línia només arriba la resta.</translation>
    </message>
    <message>
        <source>Choose the folder…</source>
        <translation>Trieu la carpeta…</translation>
    </message>
    <message>
        <source>Code that the other computer shows</source>
        <translation>Codi que mostra l&apos;altre ordinador</translation>
    </message>
    <message>
        <source>Also restricted dossiers, where that person may read them</source>
        <translation>També els expedients restringits que aquella persona pot llegir</translation>
    </message>
    <message>
        <source>Write the stick</source>
        <translation>Escriu el llapis</translation>
    </message>
    <message>
        <source>Take it in</source>
        <translation>Agafa&apos;n el contingut</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Atura</translation>
    </message>
</context>
<context>
    <name>SubstitutionsPage</name>
    <message>
        <source>Substitute</source>
        <translation>Substitut</translation>
    </message>
    <message>
        <source>In the place of</source>
        <translation>En lloc de</translation>
    </message>
    <message>
        <source>Days</source>
        <translation>Dies</translation>
    </message>
    <message>
        <source>Decree</source>
        <translation>Decret</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Estat</translation>
    </message>
    <message>
        <source>Substitutions</source>
        <translation>Substitucions</translation>
    </message>
    <message>
        <source>While a substitution lasts, what is sent to the absent person waits for the substitute too, and each signature says in whose place it is made. It ends by itself after its last day.</source>
        <translation>Mentre dura una substitució, el que s&apos;envia a la persona absent també espera el substitut, i cada signatura diu en lloc de qui es fa. S&apos;acaba sola després de l&apos;últim dia.</translation>
    </message>
    <message>
        <source>End it today</source>
        <translation>Acaba-la avui</translation>
    </message>
    <message>
        <source>Call it off</source>
        <translation>Anul·la-la</translation>
    </message>
    <message>
        <source>As if it had never been entered: nothing was signed by it.</source>
        <translation>Com si no s&apos;hagués entrat mai: no s&apos;hi ha signat res.</translation>
    </message>
    <message>
        <source>New substitution</source>
        <translation>Substitució nova</translation>
    </message>
    <message>
        <source>&amp;Absent person</source>
        <translation>Persona &amp;absent</translation>
    </message>
    <message>
        <source>&amp;Substitute</source>
        <translation>&amp;Substitut</translation>
    </message>
    <message>
        <source>&amp;Office</source>
        <translation>&amp;Càrrec</translation>
    </message>
    <message>
        <source>&amp;Ground</source>
        <translation>&amp;Motiu</translation>
    </message>
    <message>
        <source>&amp;From</source>
        <translation>&amp;Des del</translation>
    </message>
    <message>
        <source>&amp;Until</source>
        <translation>&amp;Fins al</translation>
    </message>
    <message>
        <source>D&amp;ecree</source>
        <translation>D&amp;ecret</translation>
    </message>
    <message>
        <source>First day</source>
        <translation>Primer dia</translation>
    </message>
    <message>
        <source>Last day</source>
        <translation>Últim dia</translation>
    </message>
    <message>
        <source>Until further notice</source>
        <translation>Fins a nou avís</translation>
    </message>
    <message>
        <source>For example: Decree 45/2026</source>
        <translation>Per exemple: Decret 45/2026</translation>
    </message>
    <message>
        <source>Enter the substitution</source>
        <translation>Entra la substitució</translation>
    </message>
    <message>
        <source>There is no substitution.</source>
        <translation>No hi ha cap substitució.</translation>
    </message>
    <message>
        <source>Enter one when its decree has been signed.</source>
        <translation>Entreu-ne una quan se n&apos;hagi signat el decret.</translation>
    </message>
    <message>
        <source>All that the person holds</source>
        <translation>Tot el que li correspon</translation>
    </message>
    <message>
        <source>until further notice</source>
        <translation>fins a nou avís</translation>
    </message>
    <message>
        <source>Called off</source>
        <translation>Anul·lada</translation>
    </message>
    <message>
        <source>In force</source>
        <translation>Vigent</translation>
    </message>
    <message>
        <source>Over</source>
        <translation>Acabada</translation>
    </message>
    <message>
        <source>Still to come</source>
        <translation>Encara ha de començar</translation>
    </message>
</context>
<context>
    <name>UnlockDialog</name>
    <message>
        <source>&amp;Passphrase of this computer&apos;s profile</source>
        <translation>&amp;Contrasenya del perfil d&apos;aquest ordinador</translation>
    </message>
    <message>
        <source>The profile is locked</source>
        <translation>El perfil és tancat amb clau</translation>
    </message>
</context>
<context>
    <name>VerifyPage</name>
    <message>
        <source>Check signatures</source>
        <translation>Comprova signatures</translation>
    </message>
    <message>
        <source>Choose a file…</source>
        <translation>Tria un fitxer…</translation>
    </message>
    <message>
        <source>It was checked on this computer; nothing was sent. The file stays as it is.</source>
        <translation>S&apos;ha comprovat en aquest ordinador; no s&apos;ha enviat res. El fitxer queda com estava.</translation>
    </message>
    <message>
        <source>Choose the signed file</source>
        <translation>Trieu el fitxer signat</translation>
    </message>
    <message>
        <source>It is being checked…</source>
        <translation>S&apos;està comprovant…</translation>
    </message>
    <message>
        <source>Choose a signed file, or drop it here.</source>
        <translation>Trieu un fitxer signat, o deixeu-lo anar aquí.</translation>
    </message>
    <message>
        <source>It is not signed</source>
        <translation>No està signat</translation>
    </message>
</context>
<context>
    <name>Words</name>
    <message>
        <source>Needs attention</source>
        <translation>Demana atenció</translation>
    </message>
    <message>
        <source>Changed at the same time</source>
        <translation>Canvis fets alhora</translation>
    </message>
    <message>
        <source>Waiting to be sent</source>
        <translation>Pendent d&apos;enviar</translation>
    </message>
    <message>
        <source>Urgent</source>
        <translation>Urgent</translation>
    </message>
    <message>
        <source>Marked</source>
        <translation>Marcat</translation>
    </message>
    <message>
        <source>Not marked</source>
        <translation>Sense marcar</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Obert</translation>
    </message>
    <message>
        <source>Closed</source>
        <translation>Tancat</translation>
    </message>
    <message>
        <source>Transferred</source>
        <translation>Transferit</translation>
    </message>
    <message>
        <source>Opening</source>
        <translation>Inici i ordenació</translation>
    </message>
    <message>
        <source>Instruction</source>
        <translation>Instrucció</translation>
    </message>
    <message>
        <source>Resolution and end</source>
        <translation>Finalització i resolució</translation>
    </message>
    <message>
        <source>Resolved</source>
        <translation>Resolt</translation>
    </message>
    <message>
        <source>Withdrawal by the interested person</source>
        <translation>Desistiment</translation>
    </message>
    <message>
        <source>Renunciation of the right</source>
        <translation>Renúncia</translation>
    </message>
    <message>
        <source>Lapse</source>
        <translation>Caducitat</translation>
    </message>
    <message>
        <source>Joined to another dossier</source>
        <translation>Acumulat a un altre expedient</translation>
    </message>
    <message>
        <source>Another reason</source>
        <translation>Un altre motiu</translation>
    </message>
    <message>
        <source>Draft</source>
        <translation>Esborrany</translation>
    </message>
    <message>
        <source>Final</source>
        <translation>Definitiu</translation>
    </message>
    <message>
        <source>Discarded</source>
        <translation>Descartat</translation>
    </message>
    <message>
        <source>Card</source>
        <translation>Targeta</translation>
    </message>
    <message>
        <source>Certificate files</source>
        <translation>Fitxers de certificat</translation>
    </message>
    <message>
        <source>Certificates of this computer</source>
        <translation>Certificats d&apos;aquest ordinador</translation>
    </message>
    <message>
        <source>Signing service</source>
        <translation>Servei de signatura</translation>
    </message>
    <message>
        <source>Citizen</source>
        <translation>Ciutadania</translation>
    </message>
    <message>
        <source>Public employee</source>
        <translation>Empleat públic</translation>
    </message>
    <message>
        <source>Public employee with a pseudonym</source>
        <translation>Empleat públic amb pseudònim</translation>
    </message>
    <message>
        <source>Person linked to the body</source>
        <translation>Persona vinculada a l&apos;ens</translation>
    </message>
    <message>
        <source>Electronic seal</source>
        <translation>Segell electrònic</translation>
    </message>
    <message>
        <source>a wrong PIN was typed</source>
        <translation>s&apos;hi ha introduït un PIN incorrecte</translation>
    </message>
    <message>
        <source>1 try left</source>
        <translation>queda 1 intent</translation>
    </message>
    <message>
        <source>locked</source>
        <translation>bloquejada</translation>
    </message>
    <message>
        <source>without a PIN</source>
        <translation>sense PIN</translation>
    </message>
    <message>
        <source>A wrong PIN was typed before. After some wrong ones the card is locked.</source>
        <translation>Abans s&apos;hi ha introduït un PIN incorrecte. Si torna a passar, la targeta es pot bloquejar.</translation>
    </message>
    <message>
        <source>You have 1 try left: if the PIN is wrong, the card is locked.</source>
        <translation>Us queda 1 intent: si el PIN no és correcte, la targeta es bloquejarà.</translation>
    </message>
    <message>
        <source>The card is locked: the PIN was wrong too many times. Unlock it with the PUK in the card maker&apos;s program, or ask whoever issued it.</source>
        <translation>La targeta està bloquejada: el PIN no era correcte massa vegades. Desbloquegeu-la amb el PUK al programa de la targeta, o demaneu ajuda a qui us la va donar.</translation>
    </message>
    <message>
        <source>The card has no PIN yet. Choose one in the card maker&apos;s program first.</source>
        <translation>La targeta encara no té PIN. Trieu-ne un primer al programa de la targeta.</translation>
    </message>
    <message>
        <source>This certificate is of another body (%1), and the documents are of %2. Go on only if it has to be so.</source>
        <translation>Aquest certificat és d&apos;un altre ens (%1) i els documents són de %2. Continueu només si ha de ser així.</translation>
    </message>
    <message>
        <source>This certificate is the person&apos;s own: nothing in it says that they act for %2.</source>
        <translation>Aquest certificat és personal: no diu que la persona actuï per %2.</translation>
    </message>
    <message>
        <source>To be checked</source>
        <translation>Pendent de mirar</translation>
    </message>
    <message>
        <source>Being checked</source>
        <translation>S&apos;està mirant</translation>
    </message>
    <message>
        <source>Ready</source>
        <translation>A punt</translation>
    </message>
    <message>
        <source>Being signed</source>
        <translation>S&apos;està signant</translation>
    </message>
    <message>
        <source>Being saved</source>
        <translation>S&apos;està desant</translation>
    </message>
    <message>
        <source>Signed</source>
        <translation>Signat</translation>
    </message>
    <message>
        <source>Signed, waiting for the time seal</source>
        <translation>Signat, pendent de segell de temps</translation>
    </message>
    <message>
        <source>Cannot be signed</source>
        <translation>No es pot signar</translation>
    </message>
    <message>
        <source>Not signed</source>
        <translation>No signat</translation>
    </message>
    <message>
        <source>Not signed: you stopped</source>
        <translation>No signat: ho heu aturat</translation>
    </message>
    <message>
        <source>From a citizen</source>
        <translation>De la ciutadania</translation>
    </message>
    <message>
        <source>Of the administration</source>
        <translation>De l&apos;Administració</translation>
    </message>
    <message>
        <source>Interested person</source>
        <translation>Persona interessada</translation>
    </message>
    <message>
        <source>Representative</source>
        <translation>Representant</translation>
    </message>
    <message>
        <source>Third person</source>
        <translation>Tercera persona</translation>
    </message>
    <message>
        <source>Natural person</source>
        <translation>Persona física</translation>
    </message>
    <message>
        <source>Legal person</source>
        <translation>Persona jurídica</translation>
    </message>
    <message>
        <source>Public administration</source>
        <translation>Administració pública</translation>
    </message>
    <message>
        <source>Function</source>
        <translation>Funció</translation>
    </message>
    <message>
        <source>Sub-function</source>
        <translation>Subfunció</translation>
    </message>
    <message>
        <source>Series</source>
        <translation>Sèrie</translation>
    </message>
    <message>
        <source>Restricted access</source>
        <translation>Accés restringit</translation>
    </message>
    <message>
        <source>Content</source>
        <translation>Contingut</translation>
    </message>
    <message>
        <source>Not sent yet</source>
        <translation>Encara no s&apos;ha enviat</translation>
    </message>
    <message>
        <source>Under way</source>
        <translation>En curs</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>En pausa</translation>
    </message>
    <message>
        <source>Completed</source>
        <translation>Signada</translation>
    </message>
    <message>
        <source>Refused</source>
        <translation>Rebutjada</translation>
    </message>
    <message>
        <source>Past its last day</source>
        <translation>Se n&apos;ha passat l&apos;últim dia</translation>
    </message>
    <message>
        <source>Withdrawn</source>
        <translation>Retirada</translation>
    </message>
    <message>
        <source>Without effect: the document was changed</source>
        <translation>Sense efecte: el document s&apos;ha canviat</translation>
    </message>
    <message>
        <source>Without effect: the document was discarded</source>
        <translation>Sense efecte: el document s&apos;ha descartat</translation>
    </message>
    <message>
        <source>Pending</source>
        <translation>Pendent</translation>
    </message>
    <message>
        <source>Has to sign again</source>
        <translation>Ha de tornar a signar</translation>
    </message>
    <message>
        <source>Delegated</source>
        <translation>Delegat</translation>
    </message>
    <message>
        <source>Has signed</source>
        <translation>Ha signat</translation>
    </message>
    <message>
        <source>Has reviewed</source>
        <translation>Ha revisat</translation>
    </message>
    <message>
        <source>Has refused</source>
        <translation>Ha rebutjat</translation>
    </message>
    <message>
        <source>Not needed any more</source>
        <translation>Ja no cal</translation>
    </message>
    <message>
        <source>Signature</source>
        <translation>Signatura</translation>
    </message>
    <message>
        <source>Approval (vistiplau)</source>
        <translation>Vistiplau</translation>
    </message>
    <message>
        <source>Review</source>
        <translation>Revisió</translation>
    </message>
    <message>
        <source>Secretary&apos;s office</source>
        <translation>Secretaria</translation>
    </message>
    <message>
        <source>Administration</source>
        <translation>Administració</translation>
    </message>
    <message>
        <source>Mayor&apos;s office</source>
        <translation>Alcaldia</translation>
    </message>
    <message>
        <source>External technician</source>
        <translation>Tècnic extern</translation>
    </message>
    <message>
        <source>Read only</source>
        <translation>Només lectura</translation>
    </message>
    <message>
        <source>Mayor</source>
        <translation>Alcaldia</translation>
    </message>
    <message>
        <source>Mayor, then secretary</source>
        <translation>Alcaldia i després secretaria</translation>
    </message>
    <message>
        <source>Secretary, with the mayor&apos;s approval (vistiplau)</source>
        <translation>Secretaria amb el vistiplau d&apos;alcaldia</translation>
    </message>
    <message>
        <source>Absence</source>
        <translation>Absència</translation>
    </message>
    <message>
        <source>Illness</source>
        <translation>Malaltia</translation>
    </message>
    <message>
        <source>Vacancy</source>
        <translation>Vacant</translation>
    </message>
    <message>
        <source>Abstention or recusal</source>
        <translation>Abstenció o recusació</translation>
    </message>
    <message>
        <source>or, in their place, %1</source>
        <translation>o, en lloc seu, %1</translation>
    </message>
    <message>
        <source>Delegated to %1</source>
        <translation>Delegada a %1</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 de %2</translation>
    </message>
    <message>
        <source>in the place of %1</source>
        <translation>en lloc de %1</translation>
    </message>
    <message>
        <source>sign again over the version signed by %1</source>
        <translation>cal tornar a signar sobre la versió signada per %1</translation>
    </message>
    <message>
        <source>delegated to %1</source>
        <translation>delegada a %1</translation>
    </message>
    <message>
        <source>delegated by %1 to %2</source>
        <translation>delegada per %1 a %2</translation>
    </message>
    <message>
        <source>delegated by %1</source>
        <translation>delegada per %1</translation>
    </message>
    <message>
        <source>It is their turn</source>
        <translation>És el seu torn</translation>
    </message>
    <message>
        <source>%1, as a substitute</source>
        <translation>%1, per substitució</translation>
    </message>
    <message>
        <source>%1, delegated by %2</source>
        <translation>%1, per delegació: %2</translation>
    </message>
    <message>
        <source>Another flow</source>
        <translation>Un altre circuit</translation>
    </message>
    <message>
        <source>Time seal</source>
        <translation>Segell de temps</translation>
    </message>
    <message>
        <source>Valid</source>
        <translation>Vàlida</translation>
    </message>
    <message>
        <source>Not valid</source>
        <translation>No vàlida</translation>
    </message>
    <message>
        <source>It could not be checked</source>
        <translation>No s&apos;ha pogut comprovar</translation>
    </message>
    <message>
        <source>without a time seal yet</source>
        <translation>pendent de segell de temps</translation>
    </message>
    <message>
        <source>with a time seal</source>
        <translation>amb segell de temps</translation>
    </message>
    <message>
        <source>with a time seal and its proofs</source>
        <translation>amb segell de temps i comprovants</translation>
    </message>
    <message>
        <source>with a time seal and its proofs, kept for long</source>
        <translation>amb segell de temps i comprovants, a punt per conservar</translation>
    </message>
    <message>
        <source>Issued by a service of the European trusted lists</source>
        <translation>Emès per un servei de les llistes de confiança europees</translation>
    </message>
    <message>
        <source>Issued by somebody whom this computer was told to trust</source>
        <translation>Emès per algú en qui aquest ordinador té instrucció de confiar</translation>
    </message>
    <message>
        <source>Issued by somebody whom this computer does not know</source>
        <translation>Emès per algú que aquest ordinador no coneix</translation>
    </message>
    <message>
        <source>Who issued it was not checked</source>
        <translation>No s&apos;ha mirat qui l&apos;ha emès</translation>
    </message>
    <message>
        <source>It was in force when it signed</source>
        <translation>Era vigent quan va signar</translation>
    </message>
    <message>
        <source>It had been revoked before</source>
        <translation>Ja estava revocat abans de signar</translation>
    </message>
    <message>
        <source>It was revoked later; when it signed it was in force</source>
        <translation>Es va revocar més tard; quan va signar era vigent</translation>
    </message>
    <message>
        <source>Whether it was in force is not known here</source>
        <translation>Aquí no se sap si era vigent</translation>
    </message>
    <message>
        <source>Nothing was added after it</source>
        <translation>No s&apos;hi ha afegit res</translation>
    </message>
    <message>
        <source>Only proofs were added after it</source>
        <translation>Només s&apos;hi han afegit comprovants</translation>
    </message>
    <message>
        <source>Other signatures were added after it</source>
        <translation>S&apos;hi han afegit altres signatures</translation>
    </message>
    <message>
        <source>Fields were filled in after it</source>
        <translation>Després s&apos;hi han omplert camps</translation>
    </message>
    <message>
        <source>The document was changed after it</source>
        <translation>El document es va canviar</translation>
    </message>
    <message>
        <source>What was added after it is not known</source>
        <translation>No se sap què s&apos;hi ha afegit</translation>
    </message>
    <message>
        <source>The document is protected with a password. Save it without one and check it again.</source>
        <translation>El document està protegit amb contrasenya. Deseu-lo sense i torneu-lo a comprovar.</translation>
    </message>
    <message>
        <source>Time seal by %1 on %2.</source>
        <translation>Segell de temps de %1 el %2.</translation>
    </message>
    <message>
        <source>Signed by %1 on %2, %3.</source>
        <translation>Signat per %1 el %2, %3.</translation>
    </message>
    <message>
        <source>proven by a time seal</source>
        <translation>provada amb un segell de temps</translation>
    </message>
    <message>
        <source>by the clock of whoever signed</source>
        <translation>segons el rellotge de qui signa</translation>
    </message>
    <message>
        <source>The document is as it was signed.</source>
        <translation>El document és tal com es va signar.</translation>
    </message>
    <message>
        <source>Being sent</source>
        <translation>S&apos;està enviant</translation>
    </message>
    <message>
        <source>Sent, waiting for the answer</source>
        <translation>Enviat, pendent de resposta</translation>
    </message>
    <message>
        <source>Accepted, arriving</source>
        <translation>Acceptat, arribant</translation>
    </message>
    <message>
        <source>Waits for another change</source>
        <translation>Espera un altre canvi</translation>
    </message>
    <message>
        <source>Only on this computer</source>
        <translation>Només en aquest ordinador</translation>
    </message>
    <message>
        <source>Waits until the central service has it</source>
        <translation>Espera que el servei central el tingui</translation>
    </message>
    <message>
        <source>Being fetched</source>
        <translation>S&apos;està baixant</translation>
    </message>
    <message>
        <source>Not on this computer</source>
        <translation>No és en aquest ordinador</translation>
    </message>
    <message>
        <source>Waiting to be sent (%1)</source>
        <translation>Pendent d&apos;enviar (%1)</translation>
    </message>
    <message>
        <source>Being sent: %1</source>
        <translation>S&apos;està enviant: %1</translation>
    </message>
    <message>
        <source>Title</source>
        <translation>Títol</translation>
    </message>
    <message>
        <source>Procedure</source>
        <translation>Procediment</translation>
    </message>
    <message>
        <source>Unit</source>
        <translation>Unitat</translation>
    </message>
    <message>
        <source>Notes</source>
        <translation>Notes</translation>
    </message>
    <message>
        <source>Phase</source>
        <translation>Fase</translation>
    </message>
    <message>
        <source>Situation</source>
        <translation>Situació</translation>
    </message>
    <message>
        <source>Type</source>
        <translation>Tipus</translation>
    </message>
    <message>
        <source>Date</source>
        <translation>Data</translation>
    </message>
    <message>
        <source>Origin</source>
        <translation>Origen</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>Motiu</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Nom</translation>
    </message>
    <message>
        <source>NIF</source>
        <translation>NIF</translation>
    </message>
    <message>
        <source>Role</source>
        <translation>Paper</translation>
    </message>
    <message>
        <source>E-mail</source>
        <translation>Correu electrònic</translation>
    </message>
    <message>
        <source>Telephone</source>
        <translation>Telèfon</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>Adreça</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Llengua</translation>
    </message>
    <message>
        <source>Channel</source>
        <translation>Canal</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Estat</translation>
    </message>
    <message>
        <source>State of elaboration</source>
        <translation>Estat d&apos;elaboració</translation>
    </message>
    <message>
        <source>Person</source>
        <translation>Persona</translation>
    </message>
    <message>
        <source>Type for exchange</source>
        <translation>Tipus per a l&apos;intercanvi</translation>
    </message>
    <message>
        <source>New dossier</source>
        <translation>Nou expedient</translation>
    </message>
    <message>
        <source>Data of the dossier</source>
        <translation>Dades de l&apos;expedient</translation>
    </message>
    <message>
        <source>Change of phase</source>
        <translation>Canvi de fase</translation>
    </message>
    <message>
        <source>Closing of the dossier</source>
        <translation>Tancament de l&apos;expedient</translation>
    </message>
    <message>
        <source>Reopening of the dossier</source>
        <translation>Reobertura de l&apos;expedient</translation>
    </message>
    <message>
        <source>Number given</source>
        <translation>Número assignat</translation>
    </message>
    <message>
        <source>New interested person</source>
        <translation>Nova persona interessada</translation>
    </message>
    <message>
        <source>Data of an interested person</source>
        <translation>Dades d&apos;una persona interessada</translation>
    </message>
    <message>
        <source>Interested person removed</source>
        <translation>Persona interessada treta</translation>
    </message>
    <message>
        <source>New document</source>
        <translation>Nou document</translation>
    </message>
    <message>
        <source>Data of a document</source>
        <translation>Dades d&apos;un document</translation>
    </message>
    <message>
        <source>Document marked as final</source>
        <translation>Document marcat com a definitiu</translation>
    </message>
    <message>
        <source>Document discarded</source>
        <translation>Document descartat</translation>
    </message>
    <message>
        <source>Document recovered</source>
        <translation>Document recuperat</translation>
    </message>
    <message>
        <source>Version chosen</source>
        <translation>Versió triada</translation>
    </message>
    <message>
        <source>New version</source>
        <translation>Nova versió</translation>
    </message>
    <message>
        <source>Signed version</source>
        <translation>Versió signada</translation>
    </message>
    <message>
        <source>Version with time seal</source>
        <translation>Versió amb segell de temps</translation>
    </message>
    <message>
        <source>The central service has the document</source>
        <translation>El servei central ja té el document</translation>
    </message>
    <message>
        <source>Changes made at the same time</source>
        <translation>Canvis fets alhora</translation>
    </message>
    <message>
        <source>Value chosen</source>
        <translation>Valor triat</translation>
    </message>
    <message>
        <source>Access restricted</source>
        <translation>Accés restringit</translation>
    </message>
    <message>
        <source>Ground of a restriction</source>
        <translation>Motiu d&apos;una restricció</translation>
    </message>
    <message>
        <source>Restriction lifted</source>
        <translation>Restricció aixecada</translation>
    </message>
    <message>
        <source>Right to read given</source>
        <translation>Accés donat</translation>
    </message>
    <message>
        <source>Right to read taken</source>
        <translation>Accés retirat</translation>
    </message>
    <message>
        <source>Words of a document</source>
        <translation>Paraules d&apos;un document</translation>
    </message>
    <message>
        <source>New unit</source>
        <translation>Nova unitat</translation>
    </message>
    <message>
        <source>Data of a unit</source>
        <translation>Dades d&apos;una unitat</translation>
    </message>
    <message>
        <source>New class of the file plan</source>
        <translation>Nova classe del quadre</translation>
    </message>
    <message>
        <source>Class of the file plan</source>
        <translation>Classe del quadre</translation>
    </message>
    <message>
        <source>New procedure</source>
        <translation>Nou procediment</translation>
    </message>
    <message>
        <source>Document back to draft</source>
        <translation>Document tornat a esborrany</translation>
    </message>
    <message>
        <source>New signature request</source>
        <translation>Petició de signatura nova</translation>
    </message>
    <message>
        <source>Data of a signature request</source>
        <translation>Dades d&apos;una petició de signatura</translation>
    </message>
    <message>
        <source>Sent to be signed</source>
        <translation>Enviada a signar</translation>
    </message>
    <message>
        <source>Signature request withdrawn</source>
        <translation>Petició de signatura retirada</translation>
    </message>
    <message>
        <source>Signature request paused</source>
        <translation>Petició de signatura en pausa</translation>
    </message>
    <message>
        <source>Signature request resumed</source>
        <translation>Petició de signatura represa</translation>
    </message>
    <message>
        <source>Signature of a request</source>
        <translation>Signatura d&apos;una petició</translation>
    </message>
    <message>
        <source>Signature refused</source>
        <translation>Signatura rebutjada</translation>
    </message>
    <message>
        <source>Signature delegated</source>
        <translation>Signatura delegada</translation>
    </message>
    <message>
        <source>Comment on a signature request</source>
        <translation>Comentari a una petició de signatura</translation>
    </message>
    <message>
        <source>How the town hall signs</source>
        <translation>Com signa l&apos;ajuntament</translation>
    </message>
    <message>
        <source>New signature flow</source>
        <translation>Circuit de signatura nou</translation>
    </message>
    <message>
        <source>Signature flow</source>
        <translation>Circuit de signatura</translation>
    </message>
    <message>
        <source>Signature flow removed</source>
        <translation>Circuit de signatura tret</translation>
    </message>
    <message>
        <source>New substitution</source>
        <translation>Substitució nova</translation>
    </message>
    <message>
        <source>Substitution ended</source>
        <translation>Substitució acabada</translation>
    </message>
    <message>
        <source>Author</source>
        <translation>Autor</translation>
    </message>
    <message>
        <source>Title inside the file</source>
        <translation>Títol de dins del fitxer</translation>
    </message>
    <message>
        <source>Subject</source>
        <translation>Assumpte</translation>
    </message>
    <message>
        <source>Keywords</source>
        <translation>Paraules clau</translation>
    </message>
    <message>
        <source>Program it was made with</source>
        <translation>Programa amb què es va fer</translation>
    </message>
    <message>
        <source>Dates of making and change</source>
        <translation>Dates de creació i de canvi</translation>
    </message>
    <message>
        <source>Other properties</source>
        <translation>Altres propietats</translation>
    </message>
    <message>
        <source>Descriptive data (XMP)</source>
        <translation>Dades descriptives (XMP)</translation>
    </message>
    <message>
        <source>Private data of programs</source>
        <translation>Dades privades de programes</translation>
    </message>
    <message>
        <source>Thumbnails</source>
        <translation>Miniatures</translation>
    </message>
    <message>
        <source>Earlier states of the file</source>
        <translation>Estats anteriors del fitxer</translation>
    </message>
    <message>
        <source>Place and camera inside photographs</source>
        <translation>Lloc i càmera dins de fotografies</translation>
    </message>
    <message>
        <source>Automatic actions</source>
        <translation>Accions automàtiques</translation>
    </message>
    <message>
        <source>Hidden notes</source>
        <translation>Anotacions amagades</translation>
    </message>
    <message>
        <source>Comments</source>
        <translation>Comentaris</translation>
    </message>
    <message>
        <source>Attached files</source>
        <translation>Fitxers adjunts</translation>
    </message>
    <message>
        <source>Layers</source>
        <translation>Capes</translation>
    </message>
    <message>
        <source>Form fields</source>
        <translation>Camps de formulari</translation>
    </message>
</context>
</TS>
