<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="es_ES" sourcelanguage="en_GB">
<context>
    <name>AccessPage</name>
    <message>
        <source>Restricted access</source>
        <translation>Acceso restringido</translation>
    </message>
    <message>
        <source>Only the secretary and the people you mark can read it. It disappears from everybody else&apos;s computer the next time it has connection; what they had not sent is kept for them.</source>
        <translation>Solo tendrán acceso la secretaría y las personas que marquéis. Desaparecerá de los ordenadores de los demás la próxima vez que tengan conexión; lo que no habían enviado se les conserva.</translation>
    </message>
    <message>
        <source>&amp;Legal ground</source>
        <translation>&amp;Motivo legal</translation>
    </message>
    <message>
        <source>&amp;Who may read it</source>
        <translation>&amp;Quién tiene acceso</translation>
    </message>
    <message>
        <source>Who may read it</source>
        <translation>Quién tiene acceso</translation>
    </message>
    <message>
        <source>Lift the restriction</source>
        <translation>Levantar la restricción</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Cancelar</translation>
    </message>
    <message>
        <source>Save who may read it</source>
        <translation>Guardar quién tiene acceso</translation>
    </message>
    <message>
        <source>Restrict the access</source>
        <translation>Restringir el acceso</translation>
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
        <translation>&amp;Expediente</translation>
    </message>
    <message>
        <source>D&amp;ocument</source>
        <translation>D&amp;ocumento</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>&amp;Ver</translation>
    </message>
    <message>
        <source>D&amp;emonstration</source>
        <translation>De&amp;mostración</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>A&amp;yuda</translation>
    </message>
    <message>
        <source>&amp;Search actions and dossiers…</source>
        <translation>&amp;Buscar acciones y expedientes…</translation>
    </message>
    <message>
        <source>Send &amp;now</source>
        <translation>Enviar &amp;ahora</translation>
    </message>
    <message>
        <source>&amp;Undo the last change</source>
        <translation>&amp;Deshacer el último cambio</translation>
    </message>
    <message>
        <source>&amp;Prepare a stick for another computer…</source>
        <translation>&amp;Preparar un lápiz para otro ordenador…</translation>
    </message>
    <message>
        <source>&amp;Install from a stick…</source>
        <translation>&amp;Instalar desde un lápiz…</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>&amp;Salir</translation>
    </message>
    <message>
        <source>&amp;New dossier…</source>
        <translation>&amp;Nuevo expediente…</translation>
    </message>
    <message>
        <source>&amp;Find dossiers</source>
        <translation>&amp;Buscar expedientes</translation>
    </message>
    <message>
        <source>Open dossier</source>
        <translation>Abrir el expediente</translation>
    </message>
    <message>
        <source>Change the dossier&apos;s data</source>
        <translation>Cambiar los datos del expediente</translation>
    </message>
    <message>
        <source>Change the dossier&apos;s phase</source>
        <translation>Cambiar la fase del expediente</translation>
    </message>
    <message>
        <source>Add an &amp;interested person…</source>
        <translation>Añadir una persona &amp;interesada…</translation>
    </message>
    <message>
        <source>Change an interested person</source>
        <translation>Cambiar una persona interesada</translation>
    </message>
    <message>
        <source>Remove an interested person</source>
        <translation>Quitar una persona interesada</translation>
    </message>
    <message>
        <source>&amp;Close the dossier…</source>
        <translation>&amp;Cerrar el expediente…</translation>
    </message>
    <message>
        <source>&amp;Reopen the dossier…</source>
        <translation>&amp;Reabrir el expediente…</translation>
    </message>
    <message>
        <source>Re&amp;strict the access…</source>
        <translation>Re&amp;stringir el acceso…</translation>
    </message>
    <message>
        <source>Restrict the access to it</source>
        <translation>Restringir su acceso</translation>
    </message>
    <message>
        <source>Change who may read it</source>
        <translation>Cambiar quién tiene acceso</translation>
    </message>
    <message>
        <source>Lift the restriction</source>
        <translation>Levantar la restricción</translation>
    </message>
    <message>
        <source>&amp;Keep here</source>
        <translation>Conservar a&amp;quí</translation>
    </message>
    <message>
        <source>Keep here no &amp;longer</source>
        <translation>Dejar de conser&amp;var</translation>
    </message>
    <message>
        <source>&amp;Add a document…</source>
        <translation>&amp;Añadir un documento…</translation>
    </message>
    <message>
        <source>&amp;Sign…</source>
        <translation>&amp;Firmar…</translation>
    </message>
    <message>
        <source>Sign beside it (.p7s)…</source>
        <translation>Firmar al lado (.p7s)…</translation>
    </message>
    <message>
        <source>Sign in a container (.asice)…</source>
        <translation>Firmar en un contenedor (.asice)…</translation>
    </message>
    <message>
        <source>Send to &amp;be signed…</source>
        <translation>En&amp;viar a firmar…</translation>
    </message>
    <message>
        <source>Show a document</source>
        <translation>Mostrar un documento</translation>
    </message>
    <message>
        <source>Change the document&apos;s data</source>
        <translation>Cambiar los datos del documento</translation>
    </message>
    <message>
        <source>Mark as f&amp;inal</source>
        <translation>Marcar como &amp;definitivo</translation>
    </message>
    <message>
        <source>&amp;Discard the document…</source>
        <translation>D&amp;escartar el documento…</translation>
    </message>
    <message>
        <source>&amp;Fetch the document</source>
        <translation>&amp;Traer el documento a este ordenador</translation>
    </message>
    <message>
        <source>Keep this version</source>
        <translation>Quedarse esta versión</translation>
    </message>
    <message>
        <source>Save a cop&amp;y…</source>
        <translation>Guardar una copia…</translation>
    </message>
    <message>
        <source>Take out what nobody sees…</source>
        <translation>Limpiar los metadatos…</translation>
    </message>
    <message>
        <source>Save the evidence…</source>
        <translation>Guardar la evidencia…</translation>
    </message>
    <message>
        <source>Show it in its dossier</source>
        <translation>Mostrarlo en el expediente</translation>
    </message>
    <message>
        <source>Copy the list</source>
        <translation>Copiar la lista</translation>
    </message>
    <message>
        <source>Save the list…</source>
        <translation>Guardar la lista…</translation>
    </message>
    <message>
        <source>Details of the si&amp;gnatures</source>
        <translation>Deta&amp;lles de las firmas</translation>
    </message>
    <message>
        <source>Check a signature in a fil&amp;e…</source>
        <translation>C&amp;omprobar una firma de un archivo…</translation>
    </message>
    <message>
        <source>Take the certificate file off the list</source>
        <translation>Quitar el archivo de certificado de la lista</translation>
    </message>
    <message>
        <source>Late signatures were read</source>
        <translation>Firmas tardías leídas</translation>
    </message>
    <message>
        <source>Save a signature flow</source>
        <translation>Guarda un circuito de firma</translation>
    </message>
    <message>
        <source>Remove a signature flow</source>
        <translation>Quita un circuito de firma</translation>
    </message>
    <message>
        <source>Ask for the PIN at every signature</source>
        <translation>Pide el PIN en cada firma</translation>
    </message>
    <message>
        <source>S&amp;ubstitutions</source>
        <translation>Su&amp;stituciones</translation>
    </message>
    <message>
        <source>Add a &amp;certificate file…</source>
        <translation>Añadir un archivo de &amp;certificado…</translation>
    </message>
    <message>
        <source>Loo&amp;k for certificates again</source>
        <translation>Volver a &amp;buscar los certificados</translation>
    </message>
    <message>
        <source>Sign what is marked</source>
        <translation>Firmar lo que está marcado</translation>
    </message>
    <message>
        <source>Say that it was reviewed</source>
        <translation>Decir que se ha revisado</translation>
    </message>
    <message>
        <source>Refuse to sign</source>
        <translation>Rehusar firmar</translation>
    </message>
    <message>
        <source>Delegate the signature</source>
        <translation>Delegar la firma</translation>
    </message>
    <message>
        <source>Comment on a request</source>
        <translation>Comentar una petición</translation>
    </message>
    <message>
        <source>Send a prepared request</source>
        <translation>Enviar una petición preparada</translation>
    </message>
    <message>
        <source>Pause a request</source>
        <translation>Poner una petición en pausa</translation>
    </message>
    <message>
        <source>Go on with a request</source>
        <translation>Reanudar una petición</translation>
    </message>
    <message>
        <source>Withdraw a request</source>
        <translation>Retirar una petición</translation>
    </message>
    <message>
        <source>Enter a substitution</source>
        <translation>Introducir una sustitución</translation>
    </message>
    <message>
        <source>End a substitution</source>
        <translation>Terminar una sustitución</translation>
    </message>
    <message>
        <source>Next &amp;page</source>
        <translation>Página si&amp;guiente</translation>
    </message>
    <message>
        <source>P&amp;revious page</source>
        <translation>Página a&amp;nterior</translation>
    </message>
    <message>
        <source>&amp;Larger</source>
        <translation>Más g&amp;rande</translation>
    </message>
    <message>
        <source>S&amp;maller</source>
        <translation>Más &amp;pequeña</translation>
    </message>
    <message>
        <source>Send again</source>
        <translation>Volver a enviar</translation>
    </message>
    <message>
        <source>Discard a change</source>
        <translation>Descartar un cambio</translation>
    </message>
    <message>
        <source>Choose a value</source>
        <translation>Elegir un valor</translation>
    </message>
    <message>
        <source>&amp;File plan</source>
        <translation>&amp;Cuadro de clasificación</translation>
    </message>
    <message>
        <source>&amp;Dossiers</source>
        <translation>&amp;Expedientes</translation>
    </message>
    <message>
        <source>&amp;Waiting to be sent</source>
        <translation>&amp;Pendiente de enviar</translation>
    </message>
    <message>
        <source>&amp;Simultaneous changes</source>
        <translation>Cambios simu&amp;ltáneos</translation>
    </message>
    <message>
        <source>Signatu&amp;re folder</source>
        <translation>Po&amp;rtafirmas</translation>
    </message>
    <message>
        <source>Si&amp;gnature flows</source>
        <translation>Circuitos de &amp;firma</translation>
    </message>
    <message>
        <source>Co&amp;mputers</source>
        <translation>Or&amp;denadores</translation>
    </message>
    <message>
        <source>&amp;Ask again for the computers</source>
        <translation>&amp;Volver a pedir los ordenadores</translation>
    </message>
    <message>
        <source>Withdraw a computer&apos;s access</source>
        <translation>Retirar el acceso de un ordenador</translation>
    </message>
    <message>
        <source>Copy what only the computer holds</source>
        <translation>Copiar lo que solo tiene el ordenador</translation>
    </message>
    <message>
        <source>&amp;Back</source>
        <translation>A&amp;trás</translation>
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
        <translation>&amp;Cortar la línea</translation>
    </message>
    <message>
        <source>&amp;Bring the line back</source>
        <translation>&amp;Recuperar la línea</translation>
    </message>
    <message>
        <source>&amp;Open the second person&apos;s window</source>
        <translation>&amp;Abrir la ventana de la segunda persona</translation>
    </message>
    <message>
        <source>&amp;Power cut: window and agent are killed and started again</source>
        <translation>Corte de c&amp;orriente: ventana y agente se matan y se vuelven a iniciar</translation>
    </message>
    <message>
        <source>&amp;About e-SET Desktop</source>
        <translation>&amp;Acerca de e-SET Desktop</translation>
    </message>
</context>
<context>
    <name>ActivityPanel</name>
    <message>
        <source>Last 10 minutes: ↑ %1 sent, ↓ %2 received</source>
        <translation>Últimos 10 minutos: ↑ %1 enviados, ↓ %2 recibidos</translation>
    </message>
    <message>
        <source>Nothing is being sent now. What waits goes when the connection is back.</source>
        <translation>Ahora no se envía nada. Lo pendiente se enviará cuando vuelva la conexión.</translation>
    </message>
    <message>
        <source>There is no connection now. Nothing waits to be sent.</source>
        <translation>Ahora no hay conexión. No hay nada pendiente de enviar.</translation>
    </message>
    <message numerus="yes">
        <source>%n change(s) being sent.</source>
        <translation>
            <numerusform>Se está enviando %n cambio.</numerusform>
            <numerusform>Se están enviando %n cambios.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n change(s) can&apos;t be sent: see what needs attention.</source>
        <translation>
            <numerusform>Hay %n cambio que no se puede enviar: vea qué pide atención.</numerusform>
            <numerusform>Hay %n cambios que no se pueden enviar: vea qué pide atención.</numerusform>
        </translation>
    </message>
    <message>
        <source>Everything that was saved is sent.</source>
        <translation>Todo lo guardado está enviado.</translation>
    </message>
    <message>
        <source>“%1” is being sent</source>
        <translation>Se está enviando «%1»</translation>
    </message>
    <message numerus="yes">
        <source>%n more document(s)</source>
        <translation>
            <numerusform>%n documento más</numerusform>
            <numerusform>%n documentos más</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n change(s)</source>
        <translation>
            <numerusform>%n cambio</numerusform>
            <numerusform>%n cambios</numerusform>
        </translation>
    </message>
    <message>
        <source>then, %1</source>
        <translation>después, %1</translation>
    </message>
    <message>
        <source> and </source>
        <translation> y </translation>
    </message>
    <message>
        <source>“%1” is being fetched</source>
        <translation>Se está descargando «%1»</translation>
    </message>
    <message numerus="yes">
        <source>then, %n more document(s)</source>
        <translation>
            <numerusform>después, %n documento más</numerusform>
            <numerusform>después, %n documentos más</numerusform>
        </translation>
    </message>
    <message>
        <source>The catalogue is being received: %1 of %2.</source>
        <translation>Se recibe el catálogo: %1 de %2.</translation>
    </message>
    <message>
        <source>The words of documents are being received: %1 of %2.</source>
        <translation>Se reciben los textos de los documentos, para buscar en ellos: %1 de %2.</translation>
    </message>
    <message>
        <source>Dossiers of restricted access are being received: %1 of %2.</source>
        <translation>Se reciben los expedientes de acceso restringido: %1 de %2.</translation>
    </message>
    <message>
        <source>The dossiers with all they hold are being received: %1 of %2.</source>
        <translation>Se reciben los expedientes con todo lo que contienen: %1 de %2.</translation>
    </message>
    <message>
        <source>What waits takes %1 more.</source>
        <translation>Lo pendiente tardará %1.</translation>
    </message>
    <message>
        <source>less than a minute</source>
        <translation>menos de un minuto</translation>
    </message>
    <message numerus="yes">
        <source>about %n minute(s)</source>
        <translation>
            <numerusform>%n minuto, aproximadamente</numerusform>
            <numerusform>unos %n minutos</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>about %n hour(s)</source>
        <translation>
            <numerusform>%n hora, aproximadamente</numerusform>
            <numerusform>unas %n horas</numerusform>
        </translation>
    </message>
    <message>
        <source>Not everything was received yet for the first time.</source>
        <translation>Todavía no se ha recibido todo por primera vez.</translation>
    </message>
    <message>
        <source>Everything was last sent and received on %1.</source>
        <translation>Todo se envió y se recibió por última vez el %1.</translation>
    </message>
</context>
<context>
    <name>AddDocumentPage</name>
    <message>
        <source>Add a document</source>
        <translation>Añadir un documento</translation>
    </message>
    <message>
        <source>Choose a PDF…</source>
        <translation>Elegir un PDF…</translation>
    </message>
    <message>
        <source>Add to the dossier</source>
        <translation>Añadir al expediente</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Cancelar</translation>
    </message>
    <message>
        <source>The rest of its description is filled in by itself.</source>
        <translation>El resto de la descripción se rellena solo.</translation>
    </message>
    <message>
        <source>Choose PDF documents</source>
        <translation>Elija documentos PDF</translation>
    </message>
    <message>
        <source>PDF documents (*.pdf *.PDF)</source>
        <translation>Documentos PDF (*.pdf *.PDF)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>Todos los ficheros (*)</translation>
    </message>
    <message>
        <source>Reading %1…</source>
        <translation>Leyendo %1…</translation>
    </message>
    <message>
        <source>Choose a PDF, or drop it here.</source>
        <translation>Elija un PDF o suéltelo aquí.</translation>
    </message>
    <message>
        <source>No file is chosen yet.</source>
        <translation>Todavía no ha elegido ningún fichero.</translation>
    </message>
    <message numerus="yes">
        <source>%n page(s)</source>
        <translation>
            <numerusform>%n página</numerusform>
            <numerusform>%n páginas</numerusform>
        </translation>
    </message>
    <message>
        <source>signed already</source>
        <translation>ya firmado</translation>
    </message>
    <message>
        <source>it can be kept, not signed</source>
        <translation>se puede guardar, pero no firmar</translation>
    </message>
    <message numerus="yes">
        <source>%n more file(s) after it</source>
        <translation>
            <numerusform>%n fichero más después</numerusform>
            <numerusform>%n ficheros más después</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>CertificatePanel</name>
    <message>
        <source>Certificate to sign with:</source>
        <translation>Certificado con el que se firmará:</translation>
    </message>
    <message>
        <source>Looking for certificates…</source>
        <translation>Se están buscando los certificados…</translation>
    </message>
    <message>
        <source>Add a certificate file…</source>
        <translation>Añadir un archivo de certificado…</translation>
    </message>
    <message>
        <source>Take it off the list</source>
        <translation>Quitarlo de la lista</translation>
    </message>
    <message>
        <source>Look again</source>
        <translation>Volver a mirar</translation>
    </message>
    <message>
        <source>No certificate was found on this computer.</source>
        <translation>No se ha encontrado ningún certificado en este ordenador.</translation>
    </message>
    <message>
        <source>Put your card in the reader, or add the .p12 or .pfx file of your certificate.</source>
        <translation>Ponga la tarjeta en el lector, o añada el archivo .p12 o .pfx de su certificado.</translation>
    </message>
    <message>
        <source>This certificate is of %1, and you work as %2. Go on only if it has to be so.</source>
        <translation>Este certificado es de %1, y trabajáis como %2. Continuad solo si tiene que ser así.</translation>
    </message>
</context>
<context>
    <name>CommandPalette</name>
    <message>
        <source>An action, or a dossier&apos;s title or number</source>
        <translation>Una acción, o el título o número de un expediente</translation>
    </message>
    <message>
        <source>Search actions and dossiers</source>
        <translation>Buscar acciones y expedientes</translation>
    </message>
    <message>
        <source>What was found</source>
        <translation>Qué se ha encontrado</translation>
    </message>
    <message>
        <source>Nothing has that name.</source>
        <translation>No hay nada con ese nombre.</translation>
    </message>
</context>
<context>
    <name>ConflictsPage</name>
    <message>
        <source>Changes made at the same time: choose</source>
        <translation>Cambios simultáneos: elija</translation>
    </message>
    <message>
        <source>Stands now</source>
        <translation>Está ahora</translation>
    </message>
    <message>
        <source>Was written at the same time</source>
        <translation>Se escribió a la vez</translation>
    </message>
    <message>
        <source>Keep this one</source>
        <translation>Dejar este</translation>
    </message>
    <message>
        <source>Use this one</source>
        <translation>Poner este</translation>
    </message>
    <message>
        <source>&amp;Or write another</source>
        <translation>&amp;O escriba otro</translation>
    </message>
    <message>
        <source>Use what I wrote</source>
        <translation>Poner lo que he escrito</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>Siguiente</translation>
    </message>
    <message>
        <source>Open the dossier</source>
        <translation>Abrir el expediente</translation>
    </message>
    <message>
        <source>There is nothing to choose.</source>
        <translation>No hay nada que elegir.</translation>
    </message>
    <message>
        <source>When two people change the same thing without connection, both values appear here.</source>
        <translation>Cuando dos personas cambian lo mismo sin conexión, aquí aparecen los dos valores.</translation>
    </message>
    <message>
        <source>%1 of the dossier “%2”</source>
        <translation>%1 del expediente «%2»</translation>
    </message>
    <message>
        <source>Before: %1</source>
        <translation>Antes: %1</translation>
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
        <translation>Acceso retirado</translation>
    </message>
    <message numerus="yes">
        <source>Silent for %n day(s)</source>
        <translation>
            <numerusform>%n día en silencio</numerusform>
            <numerusform>%n días en silencio</numerusform>
        </translation>
    </message>
    <message>
        <source>In use</source>
        <translation>En uso</translation>
    </message>
    <message>
        <source>only for signing</source>
        <translation>solo para firmar</translation>
    </message>
    <message numerus="yes">
        <source>%n day(s)</source>
        <translation>
            <numerusform>%n día</numerusform>
            <numerusform>%n días</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n hour(s)</source>
        <translation>
            <numerusform>%n hora</numerusform>
            <numerusform>%n horas</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n minute(s)</source>
        <translation>
            <numerusform>%n minuto</numerusform>
            <numerusform>%n minutos</numerusform>
        </translation>
    </message>
    <message>
        <source>Not told</source>
        <translation>No lo ha dicho</translation>
    </message>
    <message>
        <source>Document that never arrived</source>
        <translation>Documento que no llegó nunca</translation>
    </message>
    <message>
        <source>Documents that only it has: %1.</source>
        <translation>Documentos que solo están allí: %1.</translation>
    </message>
    <message>
        <source>It never told of unsent work.</source>
        <translation>No ha dicho nunca que tenga nada pendiente de enviar.</translation>
    </message>
    <message numerus="yes">
        <source>On %1 it told of %n unsent change(s), which only it has:</source>
        <translation>
            <numerusform>El %1 dijo que tenía %n cambio pendiente de enviar, que solo está allí:</numerusform>
            <numerusform>El %1 dijo que tenía %n cambios pendientes de enviar, que solo están allí:</numerusform>
        </translation>
    </message>
    <message>
        <source>On %1, when it last told, everything was sent.</source>
        <translation>El %1, cuando lo dijo por última vez, todo estaba enviado.</translation>
    </message>
    <message numerus="yes">
        <source>and %n more, not named</source>
        <translation>
            <numerusform>y %n más, sin nombre</numerusform>
            <numerusform>y %n más, sin nombre</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>DevicesPage</name>
    <message>
        <source>State</source>
        <translation>Estado</translation>
    </message>
    <message>
        <source>Person</source>
        <translation>Persona</translation>
    </message>
    <message>
        <source>Computer</source>
        <translation>Ordenador</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>Versión</translation>
    </message>
    <message>
        <source>Last contact</source>
        <translation>Último contacto</translation>
    </message>
    <message>
        <source>Unsent</source>
        <translation>Pendientes</translation>
    </message>
    <message>
        <source>Oldest unsent</source>
        <translation>El más antiguo</translation>
    </message>
    <message>
        <source>Computers</source>
        <translation>Ordenadores</translation>
    </message>
    <message>
        <source>What each computer of the town hall last told the central service.</source>
        <translation>Lo que dijo por última vez cada ordenador del ayuntamiento al servicio central.</translation>
    </message>
    <message>
        <source>Ask again</source>
        <translation>Volver a pedirlo</translation>
    </message>
    <message>
        <source>Computers of the town hall</source>
        <translation>Ordenadores del ayuntamiento</translation>
    </message>
    <message>
        <source>What only this computer holds</source>
        <translation>Lo que solo hay en este ordenador</translation>
    </message>
    <message>
        <source>Copy as text</source>
        <translation>Copiar como texto</translation>
    </message>
    <message>
        <source>Withdraw the access</source>
        <translation>Retirar el acceso</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Cancelar</translation>
    </message>
    <message>
        <source>As it was on %1.</source>
        <translation>Como era el %1.</translation>
    </message>
    <message>
        <source>Asking the central service…</source>
        <translation>Se está pidiendo al servicio central…</translation>
    </message>
    <message>
        <source>It takes up to a minute on a slow line.</source>
        <translation>Con una línea lenta puede tardar hasta un minuto.</translation>
    </message>
    <message>
        <source>The list needs connection. Ask again when there is.</source>
        <translation>La lista necesita conexión. Vuelva a pedirla cuando la haya.</translation>
    </message>
    <message>
        <source>No computers yet.</source>
        <translation>Todavía no hay ningún ordenador.</translation>
    </message>
    <message>
        <source>Each one appears here once it has joined.</source>
        <translation>Cada uno aparece aquí cuando se ha dado de alta.</translation>
    </message>
    <message>
        <source>See what only it held</source>
        <translation>Mostrar lo que solo tenía este</translation>
    </message>
    <message>
        <source>Withdraw the access…</source>
        <translation>Retirar el acceso…</translation>
    </message>
    <message>
        <source>It is the one you are using.</source>
        <translation>Es el que usa ahora.</translation>
    </message>
    <message>
        <source>It is not known whether the access was withdrawn: ask again.</source>
        <translation>No se sabe si el acceso se ha retirado: vuelva a pedirlo.</translation>
    </message>
    <message>
        <source>The access is withdrawn. This was only there:</source>
        <translation>El acceso está retirado. Esto solo estaba allí:</translation>
    </message>
    <message>
        <source>Withdraw the access of «%1»? It cannot be undone. Nobody reads anything on it any more; what is named above is only there and has to be done again, or recovered from it with the recovery key.</source>
        <translation>¿Quiere retirar el acceso de «%1»? No se puede deshacer. Nadie podrá leer nada más en él; lo que sale arriba solo está allí y habrá que volver a hacerlo, o recuperarlo de aquel ordenador con la clave de recuperación.</translation>
    </message>
    <message>
        <source>%1 (this one)</source>
        <translation>%1 (este)</translation>
    </message>
</context>
<context>
    <name>DocumentForm</name>
    <message>
        <source>T&amp;ype</source>
        <translation>T&amp;ipo</translation>
    </message>
    <message>
        <source>&amp;Title</source>
        <translation>&amp;Título</translation>
    </message>
    <message>
        <source>Dat&amp;e</source>
        <translation>F&amp;echa</translation>
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
        <translation>Versión</translation>
    </message>
    <message>
        <source>When</source>
        <translation>Cuándo</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Tamaño</translation>
    </message>
    <message>
        <source>Sending</source>
        <translation>Envío</translation>
    </message>
    <message>
        <source>T&amp;itle</source>
        <translation>Tí&amp;tulo</translation>
    </message>
    <message>
        <source>T&amp;ype</source>
        <translation>T&amp;ipo</translation>
    </message>
    <message>
        <source>Dat&amp;e</source>
        <translation>F&amp;echa</translation>
    </message>
    <message>
        <source>Versions</source>
        <translation>Versiones</translation>
    </message>
    <message>
        <source>Keep this version</source>
        <translation>Quedarse esta versión</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>Detalles</translation>
    </message>
    <message>
        <source>ENI identifier %1</source>
        <translation>Identificador ENI %1</translation>
    </message>
    <message>
        <source>Two versions stand side by side: choose which one stays.</source>
        <translation>Hay dos versiones hechas a la vez: elija cuál queda.</translation>
    </message>
    <message>
        <source>Sent to be signed by %1. %2.</source>
        <translation>Enviado a firmar por %1. %2.</translation>
    </message>
    <message>
        <source>Signature file</source>
        <translation>Archivo de firma</translation>
    </message>
</context>
<context>
    <name>DocumentsTab</name>
    <message>
        <source>Title</source>
        <translation>Título</translation>
    </message>
    <message>
        <source>Date</source>
        <translation>Fecha</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Estado</translation>
    </message>
    <message>
        <source>Sending</source>
        <translation>Envío</translation>
    </message>
    <message>
        <source>Documents</source>
        <translation>Documentos</translation>
    </message>
    <message>
        <source>Add a document</source>
        <translation>Añadir un documento</translation>
    </message>
    <message>
        <source>Sign</source>
        <translation>Firmar</translation>
    </message>
    <message>
        <source>Send to be signed</source>
        <translation>Enviar a firmar</translation>
    </message>
    <message>
        <source>Fetch</source>
        <translation>Traer</translation>
    </message>
    <message>
        <source>There is no document yet.</source>
        <translation>Todavía no hay ningún documento.</translation>
    </message>
    <message>
        <source>Drop a PDF here, or add it from a folder.</source>
        <translation>Suelte aquí un PDF, o añádalo desde una carpeta.</translation>
    </message>
    <message>
        <source>The file is on its way; it opens when it arrives.</source>
        <translation>El documento viene de camino; se abrirá cuando llegue.</translation>
    </message>
    <message>
        <source>The central service does not have the file yet. It comes by itself when it does.</source>
        <translation>El servicio central aún no tiene el documento. Llegará solo cuando lo tenga.</translation>
    </message>
    <message>
        <source>The file is not on this computer: fetch it to see it.</source>
        <translation>El documento no está en este ordenador: tráigalo para verlo.</translation>
    </message>
    <message>
        <source>The file is still on the computer of who added it.</source>
        <translation>El documento todavía está en el ordenador de quien lo añadió.</translation>
    </message>
</context>
<context>
    <name>DossierDataTab</name>
    <message>
        <source>Name</source>
        <translation>Nombre</translation>
    </message>
    <message>
        <source>NIF</source>
        <translation>NIF</translation>
    </message>
    <message>
        <source>Role</source>
        <translation>Papel</translation>
    </message>
    <message>
        <source>E-mail</source>
        <translation>Correo electrónico</translation>
    </message>
    <message>
        <source>Sending</source>
        <translation>Envío</translation>
    </message>
    <message>
        <source>&amp;Title</source>
        <translation>&amp;Título</translation>
    </message>
    <message>
        <source>&amp;Unit</source>
        <translation>&amp;Unidad</translation>
    </message>
    <message>
        <source>&amp;Phase</source>
        <translation>&amp;Fase</translation>
    </message>
    <message>
        <source>&amp;Notes</source>
        <translation>&amp;Notas</translation>
    </message>
    <message>
        <source>Series</source>
        <translation>Serie</translation>
    </message>
    <message>
        <source>Procedure</source>
        <translation>Procedimiento</translation>
    </message>
    <message>
        <source>Opened on</source>
        <translation>Fecha de apertura</translation>
    </message>
    <message>
        <source>ENI identifier</source>
        <translation>Identificador ENI</translation>
    </message>
    <message>
        <source>Last change</source>
        <translation>Último cambio</translation>
    </message>
    <message>
        <source>Interested persons</source>
        <translation>Personas interesadas</translation>
    </message>
    <message>
        <source>Add a person</source>
        <translation>Añadir una persona</translation>
    </message>
    <message>
        <source>Remove the person</source>
        <translation>Quitar la persona</translation>
    </message>
    <message>
        <source>Save the person</source>
        <translation>Guardar la persona</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Cancelar</translation>
    </message>
    <message>
        <source>No unit</source>
        <translation>Sin unidad</translation>
    </message>
    <message>
        <source>On a computer only for signing there is what names the dossier, to be read. The rest is done on a computer of the town hall.</source>
        <translation>En un ordenador solo para firmar está lo que identifica el expediente, y no se puede cambiar. Lo demás se ve y se hace en un ordenador del ayuntamiento.</translation>
    </message>
    <message>
        <source>You may read this dossier and not change it.</source>
        <translation>Puede consultar este expediente, pero no cambiarlo.</translation>
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
        <translation>Título</translation>
    </message>
    <message>
        <source>Series</source>
        <translation>Serie</translation>
    </message>
    <message>
        <source>Unit</source>
        <translation>Unidad</translation>
    </message>
    <message>
        <source>Situation</source>
        <translation>Situación</translation>
    </message>
    <message>
        <source>Sending</source>
        <translation>Envío</translation>
    </message>
    <message>
        <source>Last change</source>
        <translation>Último cambio</translation>
    </message>
</context>
<context>
    <name>DossierPageView</name>
    <message>
        <source>D&amp;ata</source>
        <translation>Da&amp;tos</translation>
    </message>
    <message>
        <source>Doc&amp;uments</source>
        <translation>Doc&amp;umentos</translation>
    </message>
    <message>
        <source>Histor&amp;y</source>
        <translation>&amp;Historia</translation>
    </message>
    <message>
        <source>This dossier is not on this computer.</source>
        <translation>Este expediente no está en este ordenador.</translation>
    </message>
    <message>
        <source>Here is what waits for your signature; the rest is at the town hall.</source>
        <translation>Aquí está lo que espera su firma; lo demás está en el ayuntamiento.</translation>
    </message>
    <message>
        <source>Look for it in the list of dossiers.</source>
        <translation>Búsquelo en la lista de expedientes.</translation>
    </message>
    <message>
        <source>Restricted access</source>
        <translation>Acceso restringido</translation>
    </message>
    <message>
        <source>Kept here</source>
        <translation>Se conserva aquí</translation>
    </message>
    <message>
        <source>Dossier</source>
        <translation>Expediente</translation>
    </message>
</context>
<context>
    <name>DossiersPage</name>
    <message>
        <source>Dossiers</source>
        <translation>Expedientes</translation>
    </message>
    <message>
        <source>Number, title, interested person or document</source>
        <translation>Número, título, persona interesada o documento</translation>
    </message>
    <message>
        <source>Search dossiers</source>
        <translation>Buscar expedientes</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Abiertos</translation>
    </message>
    <message>
        <source>Closed</source>
        <translation>Cerrados</translation>
    </message>
    <message>
        <source>All</source>
        <translation>Todos</translation>
    </message>
    <message>
        <source>Waiting to be sent</source>
        <translation>Pendiente de enviar</translation>
    </message>
    <message>
        <source>Show all series again</source>
        <translation>Volver a mostrar todas las series</translation>
    </message>
    <message numerus="yes">
        <source>%n new: show them</source>
        <translation>
            <numerusform>%n nuevo: mostrarlo</numerusform>
            <numerusform>%n nuevos: mostrarlos</numerusform>
        </translation>
    </message>
    <message>
        <source>The order changed: show it</source>
        <translation>El orden ha cambiado: mostrarlo</translation>
    </message>
    <message numerus="yes">
        <source>%n dossier(s)</source>
        <translation>
            <numerusform>%n expediente</numerusform>
            <numerusform>%n expedientes</numerusform>
        </translation>
    </message>
    <message>
        <source>No dossier is like that.</source>
        <translation>Ningún expediente es así.</translation>
    </message>
    <message>
        <source>Try fewer words, another chip or all series.</source>
        <translation>Pruebe con menos palabras, otro filtro o todas las series.</translation>
    </message>
    <message>
        <source>The town hall&apos;s dossiers are on their way.</source>
        <translation>Los expedientes del ayuntamiento están en camino.</translation>
    </message>
    <message>
        <source>They appear here as they come. You can begin a new one already.</source>
        <translation>Irán apareciendo aquí a medida que lleguen. Ya puede empezar uno nuevo.</translation>
    </message>
    <message>
        <source>There is no dossier here.</source>
        <translation>Aquí no hay ningún expediente.</translation>
    </message>
    <message>
        <source>The first one begins with its series.</source>
        <translation>El primero empieza por su serie.</translation>
    </message>
    <message>
        <source>Series</source>
        <translation>Serie</translation>
    </message>
</context>
<context>
    <name>FlowForm</name>
    <message>
        <source>Step</source>
        <translation>Paso</translation>
    </message>
    <message>
        <source>Who</source>
        <translation>Quién</translation>
    </message>
    <message>
        <source>What for</source>
        <translation>Para qué</translation>
    </message>
    <message>
        <source>Enough</source>
        <translation>Bastan</translation>
    </message>
    <message>
        <source>&amp;Name</source>
        <translation>&amp;Nombre</translation>
    </message>
    <message>
        <source>W&amp;ho signs</source>
        <translation>&amp;Quién firma</translation>
    </message>
    <message>
        <source>W&amp;hat for</source>
        <translation>Pa&amp;ra qué</translation>
    </message>
    <message>
        <source>&amp;Enough of this step</source>
        <translation>&amp;Bastan, en este paso,</translation>
    </message>
    <message>
        <source>Steps</source>
        <translation>Pasos</translation>
    </message>
    <message>
        <source>Another flow has this name already: write another one.</source>
        <translation>Otro circuito ya tiene este nombre: escribid otro.</translation>
    </message>
    <message>
        <source>For example: Invoices</source>
        <translation>Por ejemplo: Facturas</translation>
    </message>
    <message>
        <source>As the ne&amp;xt step</source>
        <translation>Como paso siguien&amp;te</translation>
    </message>
    <message>
        <source>In the &amp;same step</source>
        <translation>En el mi&amp;smo paso</translation>
    </message>
    <message>
        <source>Ea&amp;rlier</source>
        <translation>&amp;Antes</translation>
    </message>
    <message>
        <source>&amp;Later</source>
        <translation>&amp;Después</translation>
    </message>
    <message>
        <source>Take &amp;out</source>
        <translation>Quítal&amp;o</translation>
    </message>
    <message>
        <source>How many of those who are asked in this step have to answer.</source>
        <translation>Cuántas de las personas a las que se pide en este paso tienen que responder.</translation>
    </message>
    <message>
        <source>all</source>
        <translation>todas</translation>
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
        <translation>Circuito</translation>
    </message>
    <message>
        <source>Who signs</source>
        <translation>Quién firma</translation>
    </message>
    <message>
        <source>Signature flows</source>
        <translation>Circuitos de firma</translation>
    </message>
    <message>
        <source>Who signs, and in which order. The three ready flows are always there; the town hall adds its own. A request that was sent keeps the flow it was sent with.</source>
        <translation>Quién firma y en qué orden. Los tres circuitos hechos siempre están; el ayuntamiento añade los suyos. Una petición enviada conserva el circuito con el que se envió.</translation>
    </message>
    <message>
        <source>&amp;New flow</source>
        <translation>&amp;Circuito nuevo</translation>
    </message>
    <message>
        <source>Remo&amp;ve the flow</source>
        <translation>Q&amp;uita el circuito</translation>
    </message>
    <message>
        <source>Ask for the &amp;PIN or passphrase at every signature</source>
        <translation>Pide el &amp;PIN o la contraseña en cada firma</translation>
    </message>
    <message>
        <source>Otherwise one PIN is good for the documents that a person confirmed together.</source>
        <translation>Si no, un solo PIN vale para los documentos que una persona ha confirmado juntos.</translation>
    </message>
    <message>
        <source>Change the flow</source>
        <translation>Cambia el circuito</translation>
    </message>
    <message>
        <source>New flow</source>
        <translation>Circuito nuevo</translation>
    </message>
    <message>
        <source>Save the flow</source>
        <translation>Guarda el circuito</translation>
    </message>
</context>
<context>
    <name>Handlers</name>
    <message>
        <source>Saved.</source>
        <translation>Guardado.</translation>
    </message>
    <message>
        <source>Why is the document discarded?</source>
        <translation>¿Por qué se descarta el documento?</translation>
    </message>
    <message>
        <source>Document discarded.</source>
        <translation>Documento descartado.</translation>
    </message>
    <message>
        <source>Choose the certificate</source>
        <translation>Elija el certificado</translation>
    </message>
    <message>
        <source>Certificates (*.p12 *.pfx *.P12 *.PFX)</source>
        <translation>Certificados (*.p12 *.pfx *.P12 *.PFX)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>Todos los archivos (*)</translation>
    </message>
    <message>
        <source>%1 is off the list. The file stays where it is.</source>
        <translation>%1 ya no está en la lista. El archivo sigue donde estaba.</translation>
    </message>
    <message>
        <source>Signed, without a time seal yet.</source>
        <translation>Firmado, pendiente de sello de tiempo.</translation>
    </message>
    <message>
        <source>Why is the dossier closed?</source>
        <translation>¿Por qué se cierra el expediente?</translation>
    </message>
    <message>
        <source>Why is the dossier opened again?</source>
        <translation>¿Por qué se reabre el expediente?</translation>
    </message>
    <message>
        <source>Interested person removed.</source>
        <translation>Se ha quitado a la persona interesada.</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Deshacer</translation>
    </message>
    <message>
        <source>Sent to be signed.</source>
        <translation>Enviado a firmar.</translation>
    </message>
    <message>
        <source>Reviewed.</source>
        <translation>Revisado.</translation>
    </message>
    <message>
        <source>Why is it refused?</source>
        <translation>¿Por qué se rechaza?</translation>
    </message>
    <message>
        <source>Refused.</source>
        <translation>Rechazado.</translation>
    </message>
    <message>
        <source>Who signs in your place?</source>
        <translation>¿Quién firma en vuestro lugar?</translation>
    </message>
    <message>
        <source>Delegated to %1.</source>
        <translation>Delegada a %1.</translation>
    </message>
    <message>
        <source>Why is it withdrawn?</source>
        <translation>¿Por qué se retira?</translation>
    </message>
    <message>
        <source>The substitution is called off.</source>
        <translation>Se ha anulado la sustitución.</translation>
    </message>
    <message>
        <source>The last day of the substitution is noted.</source>
        <translation>Se ha anotado el último día de la sustitución.</translation>
    </message>
    <message>
        <source>Looking for what nobody sees in the document…</source>
        <translation>Se está mirando qué hay oculto en el documento…</translation>
    </message>
    <message>
        <source>Nothing is hidden in «%1».</source>
        <translation>No hay nada oculto en «%1».</translation>
    </message>
    <message>
        <source>Of «%1» this would go: %2.</source>
        <translation>De «%1» se quitaría: %2.</translation>
    </message>
    <message>
        <source>This can be seen and stays: %1.</source>
        <translation>Se puede ver y se queda: %1.</translation>
    </message>
    <message>
        <source>A new version is made of it; the present one is kept.</source>
        <translation>Se hace una versión nueva y la de ahora se conserva.</translation>
    </message>
    <message>
        <source>Its request for signatures ends without effect; send it again.</source>
        <translation>La petición de firma que tiene queda sin efecto: vuelva a enviarla.</translation>
    </message>
    <message>
        <source>Make the clean version</source>
        <translation>Hacer la versión limpia</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Cancelar</translation>
    </message>
    <message>
        <source>The clean version is being made…</source>
        <translation>Se está haciendo la versión limpia…</translation>
    </message>
    <message>
        <source>The clean version stands; the one before is kept.</source>
        <translation>Ya está la versión limpia; la anterior se conserva.</translation>
    </message>
    <message>
        <source>Save a copy</source>
        <translation>Guardar una copia</translation>
    </message>
    <message>
        <source>Copies are being saved: %1 of %2</source>
        <translation>Se están guardando las copias: %1 de %2</translation>
    </message>
    <message>
        <source>Evidence is being saved: %1 of %2</source>
        <translation>Se está guardando la evidencia: %1 de %2</translation>
    </message>
    <message>
        <source>The list is on the clipboard.</source>
        <translation>La lista está en el portapapeles.</translation>
    </message>
    <message>
        <source>Save the list</source>
        <translation>Guardar la lista</translation>
    </message>
    <message>
        <source>Choose the folder to save to</source>
        <translation>Elija la carpeta donde guardar</translation>
    </message>
    <message>
        <source>Nothing was saved.</source>
        <translation>No se ha guardado nada.</translation>
    </message>
    <message>
        <source>Saved: %1</source>
        <translation>Guardado: %1</translation>
    </message>
    <message>
        <source>%1 files saved in %2</source>
        <translation>%1 archivos guardados en %2</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Detener</translation>
    </message>
    <message>
        <source>Flow saved.</source>
        <translation>Circuito guardado.</translation>
    </message>
    <message>
        <source>Flow removed.</source>
        <translation>Circuito quitado de la lista.</translation>
    </message>
    <message>
        <source>From now on the PIN is asked for at every signature.</source>
        <translation>A partir de ahora se pide el PIN en cada firma.</translation>
    </message>
    <message>
        <source>From now on one PIN is good for the documents of a list.</source>
        <translation>A partir de ahora un solo PIN vale para los documentos de una lista.</translation>
    </message>
</context>
<context>
    <name>HelpPage</name>
    <message>
        <source>About e-SET Desktop</source>
        <translation>Acerca de e-SET Desktop</translation>
    </message>
    <message>
        <source>Help</source>
        <translation>Ayuda</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>Teclas</translation>
    </message>
</context>
<context>
    <name>HistoryTab</name>
    <message>
        <source>When</source>
        <translation>Cuándo</translation>
    </message>
    <message>
        <source>Who</source>
        <translation>Quién</translation>
    </message>
    <message>
        <source>What</source>
        <translation>Qué</translation>
    </message>
    <message>
        <source>On</source>
        <translation>Sobre</translation>
    </message>
    <message>
        <source>Sending</source>
        <translation>Envío</translation>
    </message>
    <message>
        <source>History</source>
        <translation>Historia</translation>
    </message>
</context>
<context>
    <name>IdentityPicker</name>
    <message>
        <source>Certificates</source>
        <translation>Certificados</translation>
    </message>
    <message>
        <source>Holder</source>
        <translation>Titular</translation>
    </message>
    <message>
        <source>Body</source>
        <translation>Ente</translation>
    </message>
    <message>
        <source>Issued by</source>
        <translation>Emitido por</translation>
    </message>
    <message>
        <source>Valid until</source>
        <translation>Válido hasta</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>Nota</translation>
    </message>
    <message>
        <source>Says whose it is when it is opened</source>
        <translation>Dice de quién es cuando se abre</translation>
    </message>
    <message>
        <source>Card driver «%1»</source>
        <translation>Controlador de tarjeta «%1»</translation>
    </message>
</context>
<context>
    <name>JoinDialog</name>
    <message>
        <source>Link this computer</source>
        <translation>Vincule este ordenador</translation>
    </message>
    <message>
        <source>The town hall&apos;s administrator gives you the address and a code that works once.</source>
        <translation>El administrador del ayuntamiento le da la dirección y un código que sirve una sola vez.</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Idioma</translation>
    </message>
    <message>
        <source>&amp;Address of the central service</source>
        <translation>&amp;Dirección del servicio central</translation>
    </message>
    <message>
        <source>Enrolment &amp;code</source>
        <translation>&amp;Código de alta</translation>
    </message>
    <message>
        <source>&amp;Passphrase</source>
        <translation>Con&amp;traseña</translation>
    </message>
    <message>
        <source>Passphrase, a&amp;gain</source>
        <translation>Contraseña, otra &amp;vez</translation>
    </message>
    <message>
        <source>How your data are opened on this computer</source>
        <translation>Cómo se abren sus datos en este ordenador</translation>
    </message>
    <message>
        <source>With your session of this computer: nothing to type (&amp;recommended)</source>
        <translation>Con su sesión de este ordenador: sin escribir nada (&amp;recomendado)</translation>
    </message>
    <message>
        <source>With your session of this computer: it has no safe place for a key</source>
        <translation>Con su sesión: este ordenador no puede guardar la clave</translation>
    </message>
    <message>
        <source>With a pass&amp;phrase, typed each time</source>
        <translation>Con una contraseña &amp;propia, que se escribe cada vez</translation>
    </message>
    <message>
        <source>Only for &amp;signing: nothing comes here but what waits for your signature</source>
        <translation>Solo para fir&amp;mar: no llega nada más que lo que espera su firma</translation>
    </message>
    <message>
        <source>If one day neither opens them, the town hall&apos;s recovery key does: unsent work is not lost.</source>
        <translation>Si un día esto falla, los abre la clave de recuperación del ayuntamiento: el trabajo pendiente de enviar no se pierde.</translation>
    </message>
    <message>
        <source>Linking…</source>
        <translation>Vinculando…</translation>
    </message>
    <message>
        <source>&amp;Link</source>
        <translation>Vi&amp;ncular</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>&amp;Salir</translation>
    </message>
</context>
<context>
    <name>LateLine</name>
    <message>
        <source>Understood</source>
        <translation>Entendido</translation>
    </message>
    <message>
        <source>“%1” (signed on %2)</source>
        <translation>«%1» (firmado el %2)</translation>
    </message>
    <message>
        <source>a document</source>
        <translation>un documento</translation>
    </message>
    <message numerus="yes">
        <source>%n signature(s) came when nobody asked for them any more: %1. They are kept at the town hall and answer nothing: see Done there.</source>
        <translation>
            <numerusform>%n firma suya ha llegado cuando ya no se pedía: %1. Se conserva en el ayuntamiento, pero no cuenta como respuesta: la encontrará en Hechas, en un ordenador de allí.</numerusform>
            <numerusform>%n firmas suyas han llegado cuando ya no se pedían: %1. Se conservan en el ayuntamiento, pero no cuentan como respuesta: las encontrará en Hechas, en un ordenador de allí.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n signature(s) came when nobody asked for them any more: %1. They are kept but answer nothing: see Done.</source>
        <translation>
            <numerusform>%n firma suya ha llegado cuando ya no se pedía: %1. Se conserva, pero no cuenta como respuesta: la encontrará en Hechas.</numerusform>
            <numerusform>%n firmas suyas han llegado cuando ya no se pedían: %1. Se conservan, pero no cuentan como respuesta: las encontrará en Hechas.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>The documents go on being signed.</source>
        <translation>Los documentos se siguen firmando.</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>Mostrar</translation>
    </message>
</context>
<context>
    <name>Navigation</name>
    <message>
        <source>Places</source>
        <translation>Lugares</translation>
    </message>
</context>
<context>
    <name>NewDossierPage</name>
    <message>
        <source>New dossier</source>
        <translation>Nuevo expediente</translation>
    </message>
    <message>
        <source>&amp;Series</source>
        <translation>&amp;Serie</translation>
    </message>
    <message>
        <source>&amp;Procedure</source>
        <translation>&amp;Procedimiento</translation>
    </message>
    <message>
        <source>&amp;Title</source>
        <translation>&amp;Título</translation>
    </message>
    <message>
        <source>&amp;Unit</source>
        <translation>&amp;Unidad</translation>
    </message>
    <message>
        <source>Interested person (may be left empty)</source>
        <translation>Persona interesada (se puede dejar en blanco)</translation>
    </message>
    <message>
        <source>Open the dossier</source>
        <translation>Abrir el expediente</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Cancelar</translation>
    </message>
    <message>
        <source>No unit</source>
        <translation>Sin unidad</translation>
    </message>
    <message>
        <source>No procedure</source>
        <translation>Sin procedimiento</translation>
    </message>
</context>
<context>
    <name>NoticeLine</name>
    <message>
        <source>Close this notice</source>
        <translation>Cerrar este aviso</translation>
    </message>
</context>
<context>
    <name>OtherWays</name>
    <message numerus="yes">
        <source>%n document(s) can be signed without being changed.</source>
        <translation>
            <numerusform>%n documento se puede firmar sin cambiarlo.</numerusform>
            <numerusform>%n documentos se pueden firmar sin cambiarlos.</numerusform>
        </translation>
    </message>
    <message>
        <source>Sign beside…</source>
        <translation>Firmar al lado…</translation>
    </message>
    <message>
        <source>The signature becomes a file of its own (.p7s) in the dossier: both are needed to check it.</source>
        <translation>La firma se guarda en el expediente como un archivo aparte (.p7s): para comprobarla hacen falta los dos.</translation>
    </message>
    <message>
        <source>Sign in a container…</source>
        <translation>Firmar en un contenedor…</translation>
    </message>
    <message>
        <source>A copy and its signature go together into one file (.asice) in the dossier.</source>
        <translation>Una copia y la firma se guardan juntas en el expediente, en un solo archivo (.asice).</translation>
    </message>
</context>
<context>
    <name>OutboxPage</name>
    <message>
        <source>State</source>
        <translation>Estado</translation>
    </message>
    <message>
        <source>Dossier</source>
        <translation>Expediente</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>Cambio</translation>
    </message>
    <message>
        <source>Values</source>
        <translation>Valores</translation>
    </message>
    <message>
        <source>Made on</source>
        <translation>Hecho el</translation>
    </message>
    <message>
        <source>Document</source>
        <translation>Documento</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Tamaño</translation>
    </message>
    <message>
        <source>Problem</source>
        <translation>Problema</translation>
    </message>
    <message>
        <source>Waiting to be sent</source>
        <translation>Pendiente de enviar</translation>
    </message>
    <message>
        <source>All this is safe on this computer and is sent by itself when there is connection.</source>
        <translation>Todo esto está a salvo en este ordenador y se envía solo cuando hay conexión.</translation>
    </message>
    <message>
        <source>Send now</source>
        <translation>Enviar ahora</translation>
    </message>
    <message>
        <source>Files on their way</source>
        <translation>Documentos en camino</translation>
    </message>
    <message>
        <source>Changes waiting to be sent</source>
        <translation>Cambios pendientes de enviar</translation>
    </message>
    <message>
        <source>Send again</source>
        <translation>Volver a enviar</translation>
    </message>
    <message>
        <source>Discard the change</source>
        <translation>Descartar el cambio</translation>
    </message>
    <message>
        <source>Open the dossier</source>
        <translation>Abrir el expediente</translation>
    </message>
    <message>
        <source>Nothing waits to be sent.</source>
        <translation>No hay nada pendiente de enviar.</translation>
    </message>
    <message>
        <source>Everything you saved is also at the central service.</source>
        <translation>Todo lo guardado está también en el servicio central.</translation>
    </message>
    <message>
        <source>It waits for another change that needs attention; it is sent with it.</source>
        <translation>Espera otro cambio que pide atención; se enviará con él.</translation>
    </message>
    <message numerus="yes">
        <source>%n change(s) wait for this one.</source>
        <translation>
            <numerusform>%n cambio espera este.</numerusform>
            <numerusform>%n cambios esperan este.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>PartyForm</name>
    <message>
        <source>N&amp;ame or company</source>
        <translation>N&amp;ombre o razón social</translation>
    </message>
    <message>
        <source>NI&amp;F</source>
        <translation>NI&amp;F</translation>
    </message>
    <message>
        <source>&amp;Role</source>
        <translation>Pa&amp;pel</translation>
    </message>
    <message>
        <source>E-&amp;mail</source>
        <translation>Correo &amp;electrónico</translation>
    </message>
    <message>
        <source>The NIF is right</source>
        <translation>El NIF es correcto</translation>
    </message>
    <message>
        <source>The control letter or digit is not right</source>
        <translation>La letra o el dígito de control no es correcto</translation>
    </message>
</context>
<context>
    <name>PlanPage</name>
    <message>
        <source>File plan</source>
        <translation>Cuadro de clasificación</translation>
    </message>
    <message>
        <source>Code or words of a function, sub-function or series</source>
        <translation>Código o palabras de una función, subfunción o serie</translation>
    </message>
    <message>
        <source>Filter the file plan</source>
        <translation>Filtrar el cuadro de clasificación</translation>
    </message>
    <message>
        <source>Its dossiers</source>
        <translation>Sus expedientes</translation>
    </message>
    <message>
        <source>New dossier here</source>
        <translation>Nuevo expediente aquí</translation>
    </message>
    <message>
        <source>No class has these words.</source>
        <translation>Ninguna clase tiene estas palabras.</translation>
    </message>
    <message>
        <source>Try fewer or shorter words.</source>
        <translation>Pruebe con menos palabras o más cortas.</translation>
    </message>
    <message>
        <source>There is no file plan on this computer yet.</source>
        <translation>Todavía no hay ningún cuadro de clasificación en este ordenador.</translation>
    </message>
    <message>
        <source>It comes with the first connection to the central service.</source>
        <translation>Llega con la primera conexión al servicio central.</translation>
    </message>
</context>
<context>
    <name>PlanTreeModel</name>
    <message>
        <source>Class</source>
        <translation>Clase</translation>
    </message>
    <message>
        <source>Open dossiers</source>
        <translation>Expedientes abiertos</translation>
    </message>
</context>
<context>
    <name>Preview</name>
    <message>
        <source>Pages of the document</source>
        <translation>Páginas del documento</translation>
    </message>
    <message>
        <source>Choose a document to see it here.</source>
        <translation>Elija un documento para verlo aquí.</translation>
    </message>
    <message>
        <source>Opening the document…</source>
        <translation>Abriendo el documento…</translation>
    </message>
    <message>
        <source>Page %1 of %2 · %3 %</source>
        <translation>Página %1 de %2 · %3 %</translation>
    </message>
</context>
<context>
    <name>ProgressPanel</name>
    <message>
        <source>Signed so far</source>
        <translation>Firmados hasta ahora</translation>
    </message>
    <message>
        <source>Signing: %1 of %2</source>
        <translation>Se está firmando: %1 de %2</translation>
    </message>
    <message>
        <source>Waiting: %1 of %2 are signed</source>
        <translation>En espera: %1 de %2 firmados</translation>
    </message>
    <message>
        <source>%1 of %2 are signed</source>
        <translation>Firmados %1 de %2</translation>
    </message>
    <message>
        <source>Stopped: %1 of %2 are signed</source>
        <translation>Detenido: %1 de %2 firmados</translation>
    </message>
    <message>
        <source>How long it takes will be known in a moment.</source>
        <translation>En un momento se sabrá cuánto tarda.</translation>
    </message>
    <message>
        <source>%1 documents a minute</source>
        <translation>%1 documentos por minuto</translation>
    </message>
    <message numerus="yes">
        <source>%n second(s) left</source>
        <translation>
            <numerusform>falta %n segundo</numerusform>
            <numerusform>faltan %n segundos</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n minute(s) left</source>
        <translation>
            <numerusform>falta %n minuto</numerusform>
            <numerusform>faltan %n minutos</numerusform>
        </translation>
    </message>
    <message>
        <source>The card is here again. Go on: what is signed already is not signed twice.</source>
        <translation>La tarjeta vuelve a estar puesta. Continúe: lo que ya está firmado no se firma dos veces.</translation>
    </message>
</context>
<context>
    <name>Question</name>
    <message>
        <source>Done</source>
        <translation>Hecho</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Cancelar</translation>
    </message>
</context>
<context>
    <name>RequestLists</name>
    <message>
        <source>Document</source>
        <translation>Documento</translation>
    </message>
    <message>
        <source>Dossier</source>
        <translation>Expediente</translation>
    </message>
    <message>
        <source>Asked of you</source>
        <translation>Le piden</translation>
    </message>
    <message>
        <source>Last day</source>
        <translation>Último día</translation>
    </message>
    <message>
        <source>Who signs</source>
        <translation>Quién firma</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Estado</translation>
    </message>
    <message>
        <source>Ended</source>
        <translation>Terminada</translation>
    </message>
    <message>
        <source>To be signed</source>
        <translation>Por firmar</translation>
    </message>
    <message>
        <source>Sent</source>
        <translation>Enviadas</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Hechas</translation>
    </message>
    <message>
        <source>Nothing waits for your signature.</source>
        <translation>No hay nada pendiente de su firma.</translation>
    </message>
    <message>
        <source>What is sent to you appears here by itself.</source>
        <translation>Lo que le envíen aparecerá aquí solo.</translation>
    </message>
    <message>
        <source>You have not sent anything to be signed.</source>
        <translation>No ha enviado nada a firmar.</translation>
    </message>
    <message>
        <source>Choose documents in a dossier and send them to be signed.</source>
        <translation>Elija documentos de un expediente y envíelos a firmar.</translation>
    </message>
    <message>
        <source>What you signed is at the town hall.</source>
        <translation>Lo que ya ha firmado está en el ayuntamiento.</translation>
    </message>
    <message>
        <source>This computer keeps what waits for your signature and nothing else. What you signed, reviewed or refused is under Done in the signature folder of a computer of the town hall.</source>
        <translation>En este ordenador solo está lo que espera su firma. Lo que ha firmado, revisado o rechazado está en Hechas, en el portafirmas de un ordenador del ayuntamiento.</translation>
    </message>
    <message>
        <source>Nothing is done yet.</source>
        <translation>Aún no se ha hecho nada.</translation>
    </message>
    <message>
        <source>What you sign, review or refuse stays here.</source>
        <translation>Lo que firme, revise o rechace queda aquí.</translation>
    </message>
</context>
<context>
    <name>RequestPanel</name>
    <message>
        <source>Who</source>
        <translation>Quién</translation>
    </message>
    <message>
        <source>What</source>
        <translation>Qué</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Estado</translation>
    </message>
    <message>
        <source>Dossier</source>
        <translation>Expediente</translation>
    </message>
    <message>
        <source>Asked of you</source>
        <translation>Le piden</translation>
    </message>
    <message>
        <source>Amount</source>
        <translation>Importe</translation>
    </message>
    <message>
        <source>Sent by</source>
        <translation>Enviada por</translation>
    </message>
    <message>
        <source>Last day</source>
        <translation>Último día</translation>
    </message>
    <message>
        <source>Message</source>
        <translation>Mensaje</translation>
    </message>
    <message>
        <source>Attention</source>
        <translation>Atención</translation>
    </message>
    <message>
        <source>The request</source>
        <translation>La petición</translation>
    </message>
    <message>
        <source>Who is asked</source>
        <translation>A quién se pide</translation>
    </message>
    <message>
        <source>To be seen together:</source>
        <translation>Para ver juntos:</translation>
    </message>
    <message>
        <source>Write a comment…</source>
        <translation>Escriba un comentario…</translation>
    </message>
    <message>
        <source>Comment</source>
        <translation>Comentar</translation>
    </message>
    <message numerus="yes">
        <source>%n signature(s) came when it was not asked for any more.</source>
        <translation>
            <numerusform>Ha llegado %n firma cuando ya no se pedía.</numerusform>
            <numerusform>Han llegado %n firmas cuando ya no se pedían.</numerusform>
        </translation>
    </message>
    <message>
        <source>Not on this computer</source>
        <translation>No está en este ordenador</translation>
    </message>
</context>
<context>
    <name>SecretDialog</name>
    <message>
        <source>Sign</source>
        <translation>Firmar</translation>
    </message>
    <message>
        <source>The PIN is typed on the reader&apos;s own keys, or in the window of the card&apos;s driver.</source>
        <translation>El PIN se introduce en el teclado del lector, o en la ventana del programa de la tarjeta.</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Abrir</translation>
    </message>
    <message>
        <source>It cannot be signed with this card now</source>
        <translation>Ahora no se puede firmar con esta tarjeta</translation>
    </message>
    <message>
        <source>Open the certificate</source>
        <translation>Abra el certificado</translation>
    </message>
    <message>
        <source>“%1” will be signed</source>
        <translation>Se firmará «%1»</translation>
    </message>
    <message numerus="yes">
        <source>%n document(s) will be signed</source>
        <translation>
            <numerusform>Se firmará %n documento</numerusform>
            <numerusform>Se firmarán %n documentos</numerusform>
        </translation>
    </message>
    <message>
        <source>With the certificate of %1 (%2).</source>
        <translation>Con el certificado de %1 (%2).</translation>
    </message>
    <message>
        <source>Enter the &amp;PIN of the card</source>
        <translation>Introduzca el &amp;PIN de la tarjeta</translation>
    </message>
    <message>
        <source>Enter the &amp;passphrase of the certificate</source>
        <translation>Introduzca la &amp;contraseña del certificado</translation>
    </message>
</context>
<context>
    <name>SendToSignPage</name>
    <message>
        <source>Send to be signed</source>
        <translation>Enviar a firmar</translation>
    </message>
    <message>
        <source>&amp;Who signs</source>
        <translation>&amp;Quién firma</translation>
    </message>
    <message>
        <source>Until</source>
        <translation>Hasta cuándo</translation>
    </message>
    <message>
        <source>&amp;Amount (€)</source>
        <translation>&amp;Importe (€)</translation>
    </message>
    <message>
        <source>&amp;Message</source>
        <translation>&amp;Mensaje</translation>
    </message>
    <message>
        <source>&amp;Reports to be seen beside it</source>
        <translation>In&amp;formes para ver al lado</translation>
    </message>
    <message>
        <source>&amp;Last day</source>
        <translation>&amp;Último día</translation>
    </message>
    <message>
        <source>Last day</source>
        <translation>Último día</translation>
    </message>
    <message>
        <source>&amp;Urgent</source>
        <translation>&amp;Urgente</translation>
    </message>
    <message>
        <source>Reports to be seen beside it</source>
        <translation>Informes para ver al lado</translation>
    </message>
    <message>
        <source>It works without connection: it is sent when there is one.</source>
        <translation>Funciona sin conexión: se envía cuando la haya.</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Cancelar</translation>
    </message>
    <message>
        <source>&amp;Flows…</source>
        <translation>&amp;Circuitos…</translation>
    </message>
    <message>
        <source>Put together flows of the town hall&apos;s own.</source>
        <translation>Haced circuitos propios del ayuntamiento.</translation>
    </message>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>y %n más</numerusform>
            <numerusform>y %n más</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>SignList</name>
    <message>
        <source>The signature is a document of the same dossier: %1 (%2).</source>
        <translation>La firma es un documento del mismo expediente: %1 (%2).</translation>
    </message>
    <message>
        <source>%1 has the turn to sign this document until %2. If both sign, one of you will have to sign again.</source>
        <translation>%1 tiene el turno para firmar este documento hasta el %2. Si firman los dos, uno tendrá que volver a firmar.</translation>
    </message>
    <message>
        <source>Others are asked to sign this document too, and without connection it is not known whose turn it is. If two sign at the same time, one will have to sign again.</source>
        <translation>También se pide a otros que firmen este documento y sin conexión no se sabe de quién es el turno. Si dos firman a la vez, uno tendrá que volver a firmar.</translation>
    </message>
    <message>
        <source>Document</source>
        <translation>Documento</translation>
    </message>
    <message>
        <source>Dossier</source>
        <translation>Expediente</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Tamaño</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Estado</translation>
    </message>
    <message>
        <source>Documents to be signed</source>
        <translation>Documentos por firmar</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>Por qué</translation>
    </message>
    <message>
        <source>What became of each document:</source>
        <translation>Cómo ha ido cada documento:</translation>
    </message>
    <message>
        <source>The documents are being looked at…</source>
        <translation>Se están mirando los documentos…</translation>
    </message>
    <message numerus="yes">
        <source>%n document(s) cannot be signed; the list says why. The others can.</source>
        <translation>
            <numerusform>%n documento no se puede firmar; la lista dice por qué. El resto, sí.</numerusform>
            <numerusform>%n documentos no se pueden firmar; la lista dice por qué. El resto, sí.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n document(s) may be signed by somebody else now; the list says by whom.</source>
        <translation>
            <numerusform>Quizá otra persona firma ahora %n documento; la lista dice quién.</numerusform>
            <numerusform>Quizá otra persona firma ahora %n documentos; la lista dice quién.</numerusform>
        </translation>
    </message>
    <message>
        <source>Exactly this will be signed, and nothing else:</source>
        <translation>Se firmará exactamente esto y nada más:</translation>
    </message>
    <message>
        <source>%1, but not your turn</source>
        <translation>%1, pero no es su turno</translation>
    </message>
</context>
<context>
    <name>SignPage</name>
    <message>
        <source>Show the signature on the page</source>
        <translation>Mostrar la firma en la página</translation>
    </message>
    <message>
        <source>Along the margin: who signs, as what, when, and the code to check the document by.</source>
        <translation>En el margen: quién firma, como qué, cuándo, y el código para comprobar el documento.</translation>
    </message>
    <message>
        <source>Sign</source>
        <translation>Firmar</translation>
    </message>
    <message>
        <source>Sign beside the document</source>
        <translation>Firmar al lado del documento</translation>
    </message>
    <message>
        <source>Sign in a container</source>
        <translation>Firmar en un contenedor</translation>
    </message>
    <message numerus="yes">
        <source>Try again with %n…</source>
        <translation>
            <numerusform>Volver a intentarlo con %n…</numerusform>
            <numerusform>Volver a intentarlo con %n…</numerusform>
        </translation>
    </message>
    <message>
        <source>The certificate is being opened…</source>
        <translation>Se está abriendo el certificado…</translation>
    </message>
    <message>
        <source>The documents stay as they are; the signatures become documents of their dossiers. What was asked for in the signature folder stays open: tell whoever sent it.</source>
        <translation>Los documentos quedan tal como están y las firmas se guardan en los expedientes como documentos. Lo que se pidió en el portafirmas sigue abierto: avise a quien lo envió.</translation>
    </message>
    <message>
        <source>The documents stay as they are; the signatures become documents of their dossiers.</source>
        <translation>Los documentos quedan tal como están y las firmas se guardan en los expedientes como documentos.</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Detener</translation>
    </message>
    <message>
        <source>Leave it here</source>
        <translation>Dejarlo aquí</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Cerrar</translation>
    </message>
    <message>
        <source>The signed version stands beside the present one, which stays as it is. It works without connection.</source>
        <translation>La versión firmada queda junto a la actual, que se conserva como está. Funciona sin conexión.</translation>
    </message>
    <message>
        <source>Go on…</source>
        <translation>Continuar…</translation>
    </message>
    <message numerus="yes">
        <source>Sign %n document(s)…</source>
        <translation>
            <numerusform>Firmar %n documento…</numerusform>
            <numerusform>Firmar %n documentos…</numerusform>
        </translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Cancelar</translation>
    </message>
</context>
<context>
    <name>SignatureLine</name>
    <message>
        <source>Not signed here.</source>
        <translation>Sin firma hecha aquí.</translation>
    </message>
    <message>
        <source>Signed by %1.</source>
        <translation>Firmado por %1.</translation>
    </message>
    <message>
        <source>Signed by %1, waiting for the time seal.</source>
        <translation>Firmado por %1, pendiente de sello de tiempo.</translation>
    </message>
</context>
<context>
    <name>SignatureList</name>
    <message>
        <source>Signature</source>
        <translation>Firma</translation>
    </message>
    <message>
        <source>When</source>
        <translation>Cuándo</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>Resultado</translation>
    </message>
    <message>
        <source>Signatures</source>
        <translation>Firmas</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Hora</translation>
    </message>
    <message>
        <source>Time seal</source>
        <translation>Sello de tiempo</translation>
    </message>
    <message>
        <source>Certificate</source>
        <translation>Certificado</translation>
    </message>
    <message>
        <source>Validity</source>
        <translation>Vigencia</translation>
    </message>
    <message>
        <source>Afterwards</source>
        <translation>Después</translation>
    </message>
    <message>
        <source>Signer unknown</source>
        <translation>Firmante desconocido</translation>
    </message>
    <message>
        <source>Time seal by %1</source>
        <translation>Sello de tiempo de %1</translation>
    </message>
</context>
<context>
    <name>SignaturesPage</name>
    <message>
        <source>Signature folder</source>
        <translation>Portafirmas</translation>
    </message>
    <message>
        <source>Reviewed</source>
        <translation>Revisado</translation>
    </message>
    <message>
        <source>Refuse…</source>
        <translation>Rechazar…</translation>
    </message>
    <message>
        <source>Delegate…</source>
        <translation>Delegar…</translation>
    </message>
    <message>
        <source>Send</source>
        <translation>Enviar</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Poner en pausa</translation>
    </message>
    <message>
        <source>Go on asking</source>
        <translation>Reanudar</translation>
    </message>
    <message>
        <source>Withdraw…</source>
        <translation>Retirar…</translation>
    </message>
    <message>
        <source>Choose a document to see it here.</source>
        <translation>Elija un documento para verlo aquí.</translation>
    </message>
    <message>
        <source>The file is not on this computer: open its dossier and fetch it to see and sign it.</source>
        <translation>El archivo no está en este ordenador: abra su expediente y tráigalo para verlo y firmarlo.</translation>
    </message>
    <message>
        <source>The file is not on this computer: open its dossier and fetch it to see it.</source>
        <translation>El archivo no está en este ordenador: abra su expediente y tráigalo para verlo.</translation>
    </message>
    <message numerus="yes">
        <source>Sign %n document(s)…</source>
        <translation>
            <numerusform>Firmar %n documento…</numerusform>
            <numerusform>Firmar %n documentos…</numerusform>
        </translation>
    </message>
    <message>
        <source>Mark all</source>
        <translation>Marcar todo</translation>
    </message>
    <message>
        <source>Unmark all</source>
        <translation>Desmarcar todo</translation>
    </message>
</context>
<context>
    <name>StatusStrip</name>
    <message numerus="yes">
        <source>%n change(s) waiting to be sent</source>
        <translation>
            <numerusform>%n cambio pendiente de enviar</numerusform>
            <numerusform>%n cambios pendientes de enviar</numerusform>
        </translation>
    </message>
    <message>
        <source>Nothing waits to be sent</source>
        <translation>Nada pendiente de enviar</translation>
    </message>
    <message numerus="yes">
        <source>%n change(s) made at the same time</source>
        <translation>
            <numerusform>%n cambio simultáneo: elija</numerusform>
            <numerusform>%n cambios simultáneos: elija</numerusform>
        </translation>
    </message>
    <message>
        <source>This computer&apos;s clock is off by %1 minutes: set its time</source>
        <translation>El reloj de este ordenador va %1 minutos desviado: póngalo en hora</translation>
    </message>
    <message numerus="yes">
        <source>This computer&apos;s clock is off by %n day(s): set its date</source>
        <translation>
            <numerusform>El reloj de este ordenador va %n día desviado: póngale la fecha correcta</numerusform>
            <numerusform>El reloj de este ordenador va %n días desviado: póngale la fecha correcta</numerusform>
        </translation>
    </message>
    <message>
        <source>Computer only for signing</source>
        <translation>Ordenador solo para firmar</translation>
    </message>
    <message>
        <source>Connected</source>
        <translation>Con conexión</translation>
    </message>
    <message>
        <source>No connection: you can go on working</source>
        <translation>Sin conexión: puede seguir trabajando</translation>
    </message>
    <message>
        <source>This computer may no longer connect</source>
        <translation>Este ordenador ya no se puede conectar</translation>
    </message>
    <message>
        <source>Looking for the central service</source>
        <translation>Buscando el servicio central</translation>
    </message>
    <message>
        <source>Not yet brought up to date</source>
        <translation>Todavía no se ha puesto al día</translation>
    </message>
    <message numerus="yes">
        <source>First sync: %n dossier(s) are here</source>
        <translation>
            <numerusform>Primera sincronización: ya hay %n expediente</numerusform>
            <numerusform>Primera sincronización: ya hay %n expedientes</numerusform>
        </translation>
    </message>
    <message>
        <source>Up to date on %1</source>
        <translation>Al día el %1</translation>
    </message>
</context>
<context>
    <name>StickPage</name>
    <message>
        <source>Choose the stick or a folder</source>
        <translation>Elija el lápiz o una carpeta</translation>
    </message>
    <message>
        <source>%1 of %2 MB</source>
        <translation>%1 de %2 MB</translation>
    </message>
    <message>
        <source>The stick is complete: %1 documents.</source>
        <translation>El lápiz está completo: %1 documentos.</translation>
    </message>
    <message>
        <source>The stick is useful already: %1 documents. %2 more will come by the line.</source>
        <translation>El lápiz ya es útil: %1 documentos. Por la línea llegarán %2 más.</translation>
    </message>
    <message>
        <source>%1 records and %2 documents were taken. The rest will come by the line.</source>
        <translation>Se han tomado %1 fichas y %2 documentos. El resto llegará por la línea.</translation>
    </message>
    <message>
        <source>The request is written. Code to type on the computer that has the data: %1. When the stick is back, take it in.</source>
        <translation>La petición está escrita. Código para introducir en el ordenador que tiene los datos: %1. Cuando el lápiz vuelva, tome su contenido.</translation>
    </message>
    <message>
        <source>Prepare a stick for another computer</source>
        <translation>Preparar un lápiz para otro ordenador</translation>
    </message>
    <message>
        <source>Install from a stick</source>
        <translation>Instalar desde un lápiz</translation>
    </message>
    <message>
        <source>Choose the folder where the other computer has left its request, and type the code that it shows. Only that computer can read what is written. It may be ended at any moment and goes on when it is begun again.</source>
        <translation>Elija la carpeta donde el otro ordenador ha dejado la petición e introduzca el código que muestra. Solo aquel ordenador podrá leer lo que se escriba. Se puede detener en cualquier momento y continúa cuando se vuelve a empezar.</translation>
    </message>
    <message>
        <source>Choose the stick. A request is written on it, to be taken to a computer that has the town hall&apos;s data. When it is back, take in what that computer wrote: afterwards only the rest comes by the line.</source>
        <translation>Elija el lápiz. En él se escribe una petición, que hay que llevar a un ordenador que tenga los datos del ayuntamiento. Cuando vuelva, tome lo que aquel ordenador ha escrito: después por la línea solo llega el resto.</translation>
    </message>
    <message>
        <source>Choose the folder…</source>
        <translation>Elegir la carpeta…</translation>
    </message>
    <message>
        <source>Code that the other computer shows</source>
        <translation>Código que muestra el otro ordenador</translation>
    </message>
    <message>
        <source>Also restricted dossiers, where that person may read them</source>
        <translation>También los expedientes restringidos que esa persona puede leer</translation>
    </message>
    <message>
        <source>Write the stick</source>
        <translation>Escribir el lápiz</translation>
    </message>
    <message>
        <source>Take it in</source>
        <translation>Tomar su contenido</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Detener</translation>
    </message>
</context>
<context>
    <name>SubstitutionsPage</name>
    <message>
        <source>Substitute</source>
        <translation>Sustituto</translation>
    </message>
    <message>
        <source>In the place of</source>
        <translation>En lugar de</translation>
    </message>
    <message>
        <source>Days</source>
        <translation>Días</translation>
    </message>
    <message>
        <source>Decree</source>
        <translation>Decreto</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Estado</translation>
    </message>
    <message>
        <source>Substitutions</source>
        <translation>Sustituciones</translation>
    </message>
    <message>
        <source>While a substitution lasts, what is sent to the absent person waits for the substitute too, and each signature says in whose place it is made. It ends by itself after its last day.</source>
        <translation>Mientras dura una sustitución, lo que se envía a la persona ausente también espera al sustituto, y cada firma dice en lugar de quién se hace. Termina sola después del último día.</translation>
    </message>
    <message>
        <source>End it today</source>
        <translation>Terminarla hoy</translation>
    </message>
    <message>
        <source>Call it off</source>
        <translation>Anularla</translation>
    </message>
    <message>
        <source>As if it had never been entered: nothing was signed by it.</source>
        <translation>Como si nunca se hubiera entrado: no se ha firmado nada con ella.</translation>
    </message>
    <message>
        <source>New substitution</source>
        <translation>Sustitución nueva</translation>
    </message>
    <message>
        <source>&amp;Absent person</source>
        <translation>Persona &amp;ausente</translation>
    </message>
    <message>
        <source>&amp;Substitute</source>
        <translation>&amp;Sustituto</translation>
    </message>
    <message>
        <source>&amp;Office</source>
        <translation>&amp;Cargo</translation>
    </message>
    <message>
        <source>&amp;Ground</source>
        <translation>&amp;Motivo</translation>
    </message>
    <message>
        <source>&amp;From</source>
        <translation>&amp;Desde el</translation>
    </message>
    <message>
        <source>&amp;Until</source>
        <translation>&amp;Hasta el</translation>
    </message>
    <message>
        <source>D&amp;ecree</source>
        <translation>D&amp;ecreto</translation>
    </message>
    <message>
        <source>First day</source>
        <translation>Primer día</translation>
    </message>
    <message>
        <source>Last day</source>
        <translation>Último día</translation>
    </message>
    <message>
        <source>Until further notice</source>
        <translation>Hasta nuevo aviso</translation>
    </message>
    <message>
        <source>For example: Decree 45/2026</source>
        <translation>Por ejemplo: Decreto 45/2026</translation>
    </message>
    <message>
        <source>Enter the substitution</source>
        <translation>Introducir la sustitución</translation>
    </message>
    <message>
        <source>There is no substitution.</source>
        <translation>No hay ninguna sustitución.</translation>
    </message>
    <message>
        <source>Enter one when its decree has been signed.</source>
        <translation>Introduzca una cuando se haya firmado su decreto.</translation>
    </message>
    <message>
        <source>All that the person holds</source>
        <translation>Todo lo que le corresponde</translation>
    </message>
    <message>
        <source>until further notice</source>
        <translation>hasta nuevo aviso</translation>
    </message>
    <message>
        <source>Called off</source>
        <translation>Anulada</translation>
    </message>
    <message>
        <source>In force</source>
        <translation>Vigente</translation>
    </message>
    <message>
        <source>Over</source>
        <translation>Terminada</translation>
    </message>
    <message>
        <source>Still to come</source>
        <translation>Aún tiene que empezar</translation>
    </message>
</context>
<context>
    <name>UnlockDialog</name>
    <message>
        <source>&amp;Passphrase of this computer&apos;s profile</source>
        <translation>&amp;Contraseña del perfil de este ordenador</translation>
    </message>
    <message>
        <source>The profile is locked</source>
        <translation>El perfil está cerrado con llave</translation>
    </message>
</context>
<context>
    <name>VerifyPage</name>
    <message>
        <source>Check signatures</source>
        <translation>Comprobar firmas</translation>
    </message>
    <message>
        <source>Choose a file…</source>
        <translation>Elegir un archivo…</translation>
    </message>
    <message>
        <source>It was checked on this computer; nothing was sent. The file stays as it is.</source>
        <translation>Se ha comprobado en este ordenador; no se ha enviado nada. El archivo queda como estaba.</translation>
    </message>
    <message>
        <source>Choose the signed file</source>
        <translation>Elija el archivo firmado</translation>
    </message>
    <message>
        <source>It is being checked…</source>
        <translation>Se está comprobando…</translation>
    </message>
    <message>
        <source>Choose a signed file, or drop it here.</source>
        <translation>Elija un archivo firmado, o suéltelo aquí.</translation>
    </message>
    <message>
        <source>It is not signed</source>
        <translation>No está firmado</translation>
    </message>
</context>
<context>
    <name>Words</name>
    <message>
        <source>Needs attention</source>
        <translation>Pide atención</translation>
    </message>
    <message>
        <source>Changed at the same time</source>
        <translation>Cambios simultáneos</translation>
    </message>
    <message>
        <source>Waiting to be sent</source>
        <translation>Pendiente de enviar</translation>
    </message>
    <message>
        <source>Urgent</source>
        <translation>Urgente</translation>
    </message>
    <message>
        <source>Marked</source>
        <translation>Marcado</translation>
    </message>
    <message>
        <source>Not marked</source>
        <translation>Sin marcar</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Abierto</translation>
    </message>
    <message>
        <source>Closed</source>
        <translation>Cerrado</translation>
    </message>
    <message>
        <source>Transferred</source>
        <translation>Transferido</translation>
    </message>
    <message>
        <source>Opening</source>
        <translation>Inicio y ordenación</translation>
    </message>
    <message>
        <source>Instruction</source>
        <translation>Instrucción</translation>
    </message>
    <message>
        <source>Resolution and end</source>
        <translation>Finalización y resolución</translation>
    </message>
    <message>
        <source>Resolved</source>
        <translation>Resuelto</translation>
    </message>
    <message>
        <source>Withdrawal by the interested person</source>
        <translation>Desistimiento</translation>
    </message>
    <message>
        <source>Renunciation of the right</source>
        <translation>Renuncia</translation>
    </message>
    <message>
        <source>Lapse</source>
        <translation>Caducidad</translation>
    </message>
    <message>
        <source>Joined to another dossier</source>
        <translation>Acumulado a otro expediente</translation>
    </message>
    <message>
        <source>Another reason</source>
        <translation>Otro motivo</translation>
    </message>
    <message>
        <source>Draft</source>
        <translation>Borrador</translation>
    </message>
    <message>
        <source>Final</source>
        <translation>Definitivo</translation>
    </message>
    <message>
        <source>Discarded</source>
        <translation>Descartado</translation>
    </message>
    <message>
        <source>Card</source>
        <translation>Tarjeta</translation>
    </message>
    <message>
        <source>Certificate files</source>
        <translation>Archivos de certificado</translation>
    </message>
    <message>
        <source>Certificates of this computer</source>
        <translation>Certificados de este ordenador</translation>
    </message>
    <message>
        <source>Signing service</source>
        <translation>Servicio de firma</translation>
    </message>
    <message>
        <source>Citizen</source>
        <translation>Ciudadanía</translation>
    </message>
    <message>
        <source>Public employee</source>
        <translation>Empleado público</translation>
    </message>
    <message>
        <source>Public employee with a pseudonym</source>
        <translation>Empleado público con seudónimo</translation>
    </message>
    <message>
        <source>Person linked to the body</source>
        <translation>Persona vinculada al ente</translation>
    </message>
    <message>
        <source>Electronic seal</source>
        <translation>Sello electrónico</translation>
    </message>
    <message>
        <source>a wrong PIN was typed</source>
        <translation>se ha introducido un PIN incorrecto</translation>
    </message>
    <message>
        <source>1 try left</source>
        <translation>queda 1 intento</translation>
    </message>
    <message>
        <source>locked</source>
        <translation>bloqueada</translation>
    </message>
    <message>
        <source>without a PIN</source>
        <translation>sin PIN</translation>
    </message>
    <message>
        <source>A wrong PIN was typed before. After some wrong ones the card is locked.</source>
        <translation>Antes se ha introducido un PIN incorrecto. Si se repite, la tarjeta puede bloquearse.</translation>
    </message>
    <message>
        <source>You have 1 try left: if the PIN is wrong, the card is locked.</source>
        <translation>Le queda 1 intento: si el PIN no es correcto, la tarjeta se bloqueará.</translation>
    </message>
    <message>
        <source>The card is locked: the PIN was wrong too many times. Unlock it with the PUK in the card maker&apos;s program, or ask whoever issued it.</source>
        <translation>La tarjeta está bloqueada: el PIN no era correcto demasiadas veces. Desbloquéela con el PUK en el programa de la tarjeta, o pida ayuda a quien se la dio.</translation>
    </message>
    <message>
        <source>The card has no PIN yet. Choose one in the card maker&apos;s program first.</source>
        <translation>La tarjeta aún no tiene PIN. Elija uno antes en el programa de la tarjeta.</translation>
    </message>
    <message>
        <source>This certificate is of another body (%1), and the documents are of %2. Go on only if it has to be so.</source>
        <translation>Este certificado es de otro ente (%1) y los documentos son de %2. Continúe solo si tiene que ser así.</translation>
    </message>
    <message>
        <source>This certificate is the person&apos;s own: nothing in it says that they act for %2.</source>
        <translation>Este certificado es personal: no dice que la persona actúe por %2.</translation>
    </message>
    <message>
        <source>To be checked</source>
        <translation>Pendiente de mirar</translation>
    </message>
    <message>
        <source>Being checked</source>
        <translation>Se está mirando</translation>
    </message>
    <message>
        <source>Ready</source>
        <translation>Listo</translation>
    </message>
    <message>
        <source>Being signed</source>
        <translation>Se está firmando</translation>
    </message>
    <message>
        <source>Being saved</source>
        <translation>Se está guardando</translation>
    </message>
    <message>
        <source>Signed</source>
        <translation>Firmado</translation>
    </message>
    <message>
        <source>Signed, waiting for the time seal</source>
        <translation>Firmado, pendiente de sello de tiempo</translation>
    </message>
    <message>
        <source>Cannot be signed</source>
        <translation>No se puede firmar</translation>
    </message>
    <message>
        <source>Not signed</source>
        <translation>No firmado</translation>
    </message>
    <message>
        <source>Not signed: you stopped</source>
        <translation>No firmado: lo ha detenido</translation>
    </message>
    <message>
        <source>From a citizen</source>
        <translation>De la ciudadanía</translation>
    </message>
    <message>
        <source>Of the administration</source>
        <translation>De la Administración</translation>
    </message>
    <message>
        <source>Interested person</source>
        <translation>Persona interesada</translation>
    </message>
    <message>
        <source>Representative</source>
        <translation>Representante</translation>
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
        <translation>Administración pública</translation>
    </message>
    <message>
        <source>Function</source>
        <translation>Función</translation>
    </message>
    <message>
        <source>Sub-function</source>
        <translation>Subfunción</translation>
    </message>
    <message>
        <source>Series</source>
        <translation>Serie</translation>
    </message>
    <message>
        <source>Restricted access</source>
        <translation>Acceso restringido</translation>
    </message>
    <message>
        <source>Content</source>
        <translation>Contenido</translation>
    </message>
    <message>
        <source>Not sent yet</source>
        <translation>Aún no se ha enviado</translation>
    </message>
    <message>
        <source>Under way</source>
        <translation>En curso</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>En pausa</translation>
    </message>
    <message>
        <source>Completed</source>
        <translation>Firmada</translation>
    </message>
    <message>
        <source>Refused</source>
        <translation>Rechazada</translation>
    </message>
    <message>
        <source>Past its last day</source>
        <translation>Se ha pasado el último día</translation>
    </message>
    <message>
        <source>Withdrawn</source>
        <translation>Retirada</translation>
    </message>
    <message>
        <source>Without effect: the document was changed</source>
        <translation>Sin efecto: el documento se ha cambiado</translation>
    </message>
    <message>
        <source>Without effect: the document was discarded</source>
        <translation>Sin efecto: el documento se ha descartado</translation>
    </message>
    <message>
        <source>Pending</source>
        <translation>Pendiente</translation>
    </message>
    <message>
        <source>Has to sign again</source>
        <translation>Tiene que volver a firmar</translation>
    </message>
    <message>
        <source>Delegated</source>
        <translation>Delegado</translation>
    </message>
    <message>
        <source>Has signed</source>
        <translation>Ha firmado</translation>
    </message>
    <message>
        <source>Has reviewed</source>
        <translation>Ha revisado</translation>
    </message>
    <message>
        <source>Has refused</source>
        <translation>Ha rechazado</translation>
    </message>
    <message>
        <source>Not needed any more</source>
        <translation>Ya no hace falta</translation>
    </message>
    <message>
        <source>Signature</source>
        <translation>Firma</translation>
    </message>
    <message>
        <source>Approval (vistiplau)</source>
        <translation>Visto bueno</translation>
    </message>
    <message>
        <source>Review</source>
        <translation>Revisión</translation>
    </message>
    <message>
        <source>Secretary&apos;s office</source>
        <translation>Secretaría</translation>
    </message>
    <message>
        <source>Administration</source>
        <translation>Administración</translation>
    </message>
    <message>
        <source>Mayor&apos;s office</source>
        <translation>Alcaldía</translation>
    </message>
    <message>
        <source>External technician</source>
        <translation>Técnico externo</translation>
    </message>
    <message>
        <source>Read only</source>
        <translation>Solo lectura</translation>
    </message>
    <message>
        <source>Mayor</source>
        <translation>Alcaldía</translation>
    </message>
    <message>
        <source>Mayor, then secretary</source>
        <translation>Alcaldía y después secretaría</translation>
    </message>
    <message>
        <source>Secretary, with the mayor&apos;s approval (vistiplau)</source>
        <translation>Secretaría con el visto bueno de alcaldía</translation>
    </message>
    <message>
        <source>Absence</source>
        <translation>Ausencia</translation>
    </message>
    <message>
        <source>Illness</source>
        <translation>Enfermedad</translation>
    </message>
    <message>
        <source>Vacancy</source>
        <translation>Vacante</translation>
    </message>
    <message>
        <source>Abstention or recusal</source>
        <translation>Abstención o recusación</translation>
    </message>
    <message>
        <source>or, in their place, %1</source>
        <translation>o, en su lugar, %1</translation>
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
        <translation>en lugar de %1</translation>
    </message>
    <message>
        <source>sign again over the version signed by %1</source>
        <translation>hay que volver a firmar sobre la versión firmada por %1</translation>
    </message>
    <message>
        <source>delegated to %1</source>
        <translation>delegada a %1</translation>
    </message>
    <message>
        <source>delegated by %1 to %2</source>
        <translation>delegada por %1 a %2</translation>
    </message>
    <message>
        <source>delegated by %1</source>
        <translation>delegada por %1</translation>
    </message>
    <message>
        <source>It is their turn</source>
        <translation>Es su turno</translation>
    </message>
    <message>
        <source>%1, as a substitute</source>
        <translation>%1, por sustitución</translation>
    </message>
    <message>
        <source>%1, delegated by %2</source>
        <translation>%1, por delegación: %2</translation>
    </message>
    <message>
        <source>Another flow</source>
        <translation>Otro circuito</translation>
    </message>
    <message>
        <source>Time seal</source>
        <translation>Sello de tiempo</translation>
    </message>
    <message>
        <source>Valid</source>
        <translation>Válida</translation>
    </message>
    <message>
        <source>Not valid</source>
        <translation>No válida</translation>
    </message>
    <message>
        <source>It could not be checked</source>
        <translation>No se ha podido comprobar</translation>
    </message>
    <message>
        <source>without a time seal yet</source>
        <translation>pendiente de sello de tiempo</translation>
    </message>
    <message>
        <source>with a time seal</source>
        <translation>con sello de tiempo</translation>
    </message>
    <message>
        <source>with a time seal and its proofs</source>
        <translation>con sello de tiempo y comprobantes</translation>
    </message>
    <message>
        <source>with a time seal and its proofs, kept for long</source>
        <translation>con sello de tiempo y comprobantes, listo para conservar</translation>
    </message>
    <message>
        <source>Issued by a service of the European trusted lists</source>
        <translation>Emitido por un servicio de las listas de confianza europeas</translation>
    </message>
    <message>
        <source>Issued by somebody whom this computer was told to trust</source>
        <translation>Emitido por alguien en quien este ordenador tiene instrucción de confiar</translation>
    </message>
    <message>
        <source>Issued by somebody whom this computer does not know</source>
        <translation>Emitido por alguien que este ordenador no conoce</translation>
    </message>
    <message>
        <source>Who issued it was not checked</source>
        <translation>No se ha mirado quién lo emitió</translation>
    </message>
    <message>
        <source>It was in force when it signed</source>
        <translation>Estaba vigente cuando firmó</translation>
    </message>
    <message>
        <source>It had been revoked before</source>
        <translation>Ya estaba revocado antes de firmar</translation>
    </message>
    <message>
        <source>It was revoked later; when it signed it was in force</source>
        <translation>Se revocó más tarde; cuando firmó estaba vigente</translation>
    </message>
    <message>
        <source>Whether it was in force is not known here</source>
        <translation>Aquí no se sabe si estaba vigente</translation>
    </message>
    <message>
        <source>Nothing was added after it</source>
        <translation>No se ha añadido nada</translation>
    </message>
    <message>
        <source>Only proofs were added after it</source>
        <translation>Solo se han añadido comprobantes</translation>
    </message>
    <message>
        <source>Other signatures were added after it</source>
        <translation>Se han añadido otras firmas</translation>
    </message>
    <message>
        <source>Fields were filled in after it</source>
        <translation>Después se han rellenado campos</translation>
    </message>
    <message>
        <source>The document was changed after it</source>
        <translation>El documento se cambió</translation>
    </message>
    <message>
        <source>What was added after it is not known</source>
        <translation>No se sabe qué se ha añadido</translation>
    </message>
    <message>
        <source>The document is protected with a password. Save it without one and check it again.</source>
        <translation>El documento está protegido con contraseña. Guárdelo sin ella y vuelva a comprobarlo.</translation>
    </message>
    <message>
        <source>Time seal by %1 on %2.</source>
        <translation>Sello de tiempo de %1 el %2.</translation>
    </message>
    <message>
        <source>Signed by %1 on %2, %3.</source>
        <translation>Firmado por %1 el %2, %3.</translation>
    </message>
    <message>
        <source>proven by a time seal</source>
        <translation>probada con un sello de tiempo</translation>
    </message>
    <message>
        <source>by the clock of whoever signed</source>
        <translation>según el reloj de quien firma</translation>
    </message>
    <message>
        <source>The document is as it was signed.</source>
        <translation>El documento está tal como se firmó.</translation>
    </message>
    <message>
        <source>Being sent</source>
        <translation>Enviándose</translation>
    </message>
    <message>
        <source>Sent, waiting for the answer</source>
        <translation>Enviado, pendiente de respuesta</translation>
    </message>
    <message>
        <source>Accepted, arriving</source>
        <translation>Aceptado, llegando</translation>
    </message>
    <message>
        <source>Waits for another change</source>
        <translation>Espera otro cambio</translation>
    </message>
    <message>
        <source>Only on this computer</source>
        <translation>Solo en este ordenador</translation>
    </message>
    <message>
        <source>Waits until the central service has it</source>
        <translation>Espera a que el servicio central lo tenga</translation>
    </message>
    <message>
        <source>Being fetched</source>
        <translation>Se está descargando</translation>
    </message>
    <message>
        <source>Not on this computer</source>
        <translation>No está en este ordenador</translation>
    </message>
    <message>
        <source>Waiting to be sent (%1)</source>
        <translation>Pendiente de enviar (%1)</translation>
    </message>
    <message>
        <source>Being sent: %1</source>
        <translation>Se está enviando: %1</translation>
    </message>
    <message>
        <source>Title</source>
        <translation>Título</translation>
    </message>
    <message>
        <source>Procedure</source>
        <translation>Procedimiento</translation>
    </message>
    <message>
        <source>Unit</source>
        <translation>Unidad</translation>
    </message>
    <message>
        <source>Notes</source>
        <translation>Notas</translation>
    </message>
    <message>
        <source>Phase</source>
        <translation>Fase</translation>
    </message>
    <message>
        <source>Situation</source>
        <translation>Situación</translation>
    </message>
    <message>
        <source>Type</source>
        <translation>Tipo</translation>
    </message>
    <message>
        <source>Date</source>
        <translation>Fecha</translation>
    </message>
    <message>
        <source>Origin</source>
        <translation>Origen</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>Motivo</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Nombre</translation>
    </message>
    <message>
        <source>NIF</source>
        <translation>NIF</translation>
    </message>
    <message>
        <source>Role</source>
        <translation>Papel</translation>
    </message>
    <message>
        <source>E-mail</source>
        <translation>Correo electrónico</translation>
    </message>
    <message>
        <source>Telephone</source>
        <translation>Teléfono</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>Dirección</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Lengua</translation>
    </message>
    <message>
        <source>Channel</source>
        <translation>Canal</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Estado</translation>
    </message>
    <message>
        <source>State of elaboration</source>
        <translation>Estado de elaboración</translation>
    </message>
    <message>
        <source>Person</source>
        <translation>Persona</translation>
    </message>
    <message>
        <source>Type for exchange</source>
        <translation>Tipo para el intercambio</translation>
    </message>
    <message>
        <source>New dossier</source>
        <translation>Nuevo expediente</translation>
    </message>
    <message>
        <source>Data of the dossier</source>
        <translation>Datos del expediente</translation>
    </message>
    <message>
        <source>Change of phase</source>
        <translation>Cambio de fase</translation>
    </message>
    <message>
        <source>Closing of the dossier</source>
        <translation>Cierre del expediente</translation>
    </message>
    <message>
        <source>Reopening of the dossier</source>
        <translation>Reapertura del expediente</translation>
    </message>
    <message>
        <source>Number given</source>
        <translation>Número asignado</translation>
    </message>
    <message>
        <source>New interested person</source>
        <translation>Nueva persona interesada</translation>
    </message>
    <message>
        <source>Data of an interested person</source>
        <translation>Datos de una persona interesada</translation>
    </message>
    <message>
        <source>Interested person removed</source>
        <translation>Persona interesada quitada</translation>
    </message>
    <message>
        <source>New document</source>
        <translation>Nuevo documento</translation>
    </message>
    <message>
        <source>Data of a document</source>
        <translation>Datos de un documento</translation>
    </message>
    <message>
        <source>Document marked as final</source>
        <translation>Documento marcado como definitivo</translation>
    </message>
    <message>
        <source>Document discarded</source>
        <translation>Documento descartado</translation>
    </message>
    <message>
        <source>Document recovered</source>
        <translation>Documento recuperado</translation>
    </message>
    <message>
        <source>Version chosen</source>
        <translation>Versión elegida</translation>
    </message>
    <message>
        <source>New version</source>
        <translation>Nueva versión</translation>
    </message>
    <message>
        <source>Signed version</source>
        <translation>Versión firmada</translation>
    </message>
    <message>
        <source>Version with time seal</source>
        <translation>Versión con sello de tiempo</translation>
    </message>
    <message>
        <source>The central service has the document</source>
        <translation>El servicio central ya tiene el documento</translation>
    </message>
    <message>
        <source>Changes made at the same time</source>
        <translation>Cambios simultáneos</translation>
    </message>
    <message>
        <source>Value chosen</source>
        <translation>Valor elegido</translation>
    </message>
    <message>
        <source>Access restricted</source>
        <translation>Acceso restringido</translation>
    </message>
    <message>
        <source>Ground of a restriction</source>
        <translation>Motivo de una restricción</translation>
    </message>
    <message>
        <source>Restriction lifted</source>
        <translation>Restricción levantada</translation>
    </message>
    <message>
        <source>Right to read given</source>
        <translation>Acceso dado</translation>
    </message>
    <message>
        <source>Right to read taken</source>
        <translation>Acceso retirado</translation>
    </message>
    <message>
        <source>Words of a document</source>
        <translation>Palabras de un documento</translation>
    </message>
    <message>
        <source>New unit</source>
        <translation>Nueva unidad</translation>
    </message>
    <message>
        <source>Data of a unit</source>
        <translation>Datos de una unidad</translation>
    </message>
    <message>
        <source>New class of the file plan</source>
        <translation>Nueva clase del cuadro</translation>
    </message>
    <message>
        <source>Class of the file plan</source>
        <translation>Clase del cuadro</translation>
    </message>
    <message>
        <source>New procedure</source>
        <translation>Nuevo procedimiento</translation>
    </message>
    <message>
        <source>Document back to draft</source>
        <translation>Documento devuelto a borrador</translation>
    </message>
    <message>
        <source>New signature request</source>
        <translation>Petición de firma nueva</translation>
    </message>
    <message>
        <source>Data of a signature request</source>
        <translation>Datos de una petición de firma</translation>
    </message>
    <message>
        <source>Sent to be signed</source>
        <translation>Enviada a firmar</translation>
    </message>
    <message>
        <source>Signature request withdrawn</source>
        <translation>Petición de firma retirada</translation>
    </message>
    <message>
        <source>Signature request paused</source>
        <translation>Petición de firma en pausa</translation>
    </message>
    <message>
        <source>Signature request resumed</source>
        <translation>Petición de firma reanudada</translation>
    </message>
    <message>
        <source>Signature of a request</source>
        <translation>Firma de una petición</translation>
    </message>
    <message>
        <source>Signature refused</source>
        <translation>Firma rechazada</translation>
    </message>
    <message>
        <source>Signature delegated</source>
        <translation>Firma delegada</translation>
    </message>
    <message>
        <source>Comment on a signature request</source>
        <translation>Comentario a una petición de firma</translation>
    </message>
    <message>
        <source>How the town hall signs</source>
        <translation>Cómo firma el ayuntamiento</translation>
    </message>
    <message>
        <source>New signature flow</source>
        <translation>Circuito de firma nuevo</translation>
    </message>
    <message>
        <source>Signature flow</source>
        <translation>Circuito de firma</translation>
    </message>
    <message>
        <source>Signature flow removed</source>
        <translation>Circuito de firma quitado</translation>
    </message>
    <message>
        <source>New substitution</source>
        <translation>Sustitución nueva</translation>
    </message>
    <message>
        <source>Substitution ended</source>
        <translation>Sustitución terminada</translation>
    </message>
    <message>
        <source>Author</source>
        <translation>Autor</translation>
    </message>
    <message>
        <source>Title inside the file</source>
        <translation>Título de dentro del archivo</translation>
    </message>
    <message>
        <source>Subject</source>
        <translation>Asunto</translation>
    </message>
    <message>
        <source>Keywords</source>
        <translation>Palabras clave</translation>
    </message>
    <message>
        <source>Program it was made with</source>
        <translation>Programa con que se hizo</translation>
    </message>
    <message>
        <source>Dates of making and change</source>
        <translation>Fechas de creación y de cambio</translation>
    </message>
    <message>
        <source>Other properties</source>
        <translation>Otras propiedades</translation>
    </message>
    <message>
        <source>Descriptive data (XMP)</source>
        <translation>Datos descriptivos (XMP)</translation>
    </message>
    <message>
        <source>Private data of programs</source>
        <translation>Datos privados de programas</translation>
    </message>
    <message>
        <source>Thumbnails</source>
        <translation>Miniaturas</translation>
    </message>
    <message>
        <source>Earlier states of the file</source>
        <translation>Estados anteriores del archivo</translation>
    </message>
    <message>
        <source>Place and camera inside photographs</source>
        <translation>Lugar y cámara dentro de fotografías</translation>
    </message>
    <message>
        <source>Automatic actions</source>
        <translation>Acciones automáticas</translation>
    </message>
    <message>
        <source>Hidden notes</source>
        <translation>Anotaciones ocultas</translation>
    </message>
    <message>
        <source>Comments</source>
        <translation>Comentarios</translation>
    </message>
    <message>
        <source>Attached files</source>
        <translation>Archivos adjuntos</translation>
    </message>
    <message>
        <source>Layers</source>
        <translation>Capas</translation>
    </message>
    <message>
        <source>Form fields</source>
        <translation>Campos de formulario</translation>
    </message>
</context>
</TS>
