import django.db.models.deletion
import grid.casework.ids
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('grid', '0014_attachments'),
        ('whistle', '0002_points'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Inspection',
            fields=[
                ('id', grid.casework.ids.NodeBigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('inspected_at', models.DateTimeField(verbose_name='inspected at')),
                ('people', models.CharField(max_length=120, verbose_name='who went')),
                ('findings', models.TextField(max_length=1000, verbose_name='what was seen')),
                ('at', models.DateTimeField()),
                ('step_seq', models.PositiveIntegerField()),
            ],
            options={
                'verbose_name': 'site inspection',
                'verbose_name_plural': 'site inspections',
                'ordering': ['inspected_at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Paper',
            fields=[
                ('id', grid.casework.ids.NodeBigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('before', 'before'), ('on_site', 'on site'), ('report_in', 'reporting in'), ('result', 'afterwards'), ('agreement', 'agreement'), ('plan', 'plan')], max_length=12)),
                ('at', models.DateTimeField()),
                ('step_seq', models.PositiveIntegerField()),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='WhistleKind',
            fields=[
                ('code', models.CharField(max_length=16, primary_key=True, serialize=False, verbose_name='code')),
                ('name', models.CharField(max_length=20, verbose_name='name')),
                ('name_en', models.CharField(max_length=40, verbose_name='name in English')),
                ('note', models.CharField(blank=True, max_length=200, verbose_name='note')),
                ('is_emergency', models.BooleanField(default=False, verbose_name='clocks run day and night')),
                ('by_plan', models.BooleanField(default=False, verbose_name='an agreed plan may set the limit')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='position')),
                ('active', models.BooleanField(default=True, verbose_name='in use')),
            ],
            options={
                'verbose_name': 'kind',
                'verbose_name_plural': 'kinds',
                'ordering': ['position', 'code'],
            },
        ),
        migrations.RemoveConstraint(
            model_name='order',
            name='order_department_once',
        ),
        migrations.RemoveConstraint(
            model_name='order',
            name='order_arrived_at_some_time',
        ),
        migrations.RemoveConstraint(
            model_name='whistle',
            name='whistle_blown_by_somebody',
        ),
        migrations.RemoveIndex(
            model_name='order',
            name='order_department_open',
        ),
        migrations.AddField(
            model_name='order',
            name='attendance_disputed',
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name='order',
            name='attendance_ruling',
            field=models.CharField(choices=[('on_time', 'present on time'), ('late', 'present, but late'), ('not_present', 'not present')], max_length=12, null=True, verbose_name='ruling'),
        ),
        migrations.AddField(
            model_name='order',
            name='extension_count',
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.AddField(
            model_name='order',
            name='funds',
            field=models.CharField(blank=True, max_length=200, verbose_name='funds'),
        ),
        migrations.AddField(
            model_name='order',
            name='objected_at',
            field=models.DateTimeField(null=True, verbose_name='objected at'),
        ),
        migrations.AddField(
            model_name='order',
            name='objection_upheld',
            field=models.BooleanField(null=True),
        ),
        migrations.AddField(
            model_name='order',
            name='plan',
            field=models.TextField(blank=True, max_length=1000, verbose_name='plan'),
        ),
        migrations.AddField(
            model_name='order',
            name='plan_due',
            field=models.DateField(null=True, verbose_name='agreed date'),
        ),
        migrations.AddField(
            model_name='order',
            name='report_in_at',
            field=models.DateTimeField(null=True, verbose_name='report in at'),
        ),
        migrations.RunSQL(
            "UPDATE whistle_order o SET report_in_at = w.report_in_at FROM whistle_whistle w WHERE w.id = o.whistle_id",
            migrations.RunSQL.noop,
        ),
        migrations.AlterField(
            model_name='order',
            name='report_in_at',
            field=models.DateTimeField(verbose_name='report in at'),
        ),
        migrations.AddField(
            model_name='order',
            name='rework_count',
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.AddField(
            model_name='order',
            name='suspend_until',
            field=models.DateField(null=True, verbose_name='rests until'),
        ),
        migrations.AddField(
            model_name='order',
            name='suspension_count',
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.AddField(
            model_name='whistle',
            name='leader',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='district leader'),
        ),
        migrations.AddField(
            model_name='whistle',
            name='leader_reported_at',
            field=models.DateTimeField(editable=False, null=True, verbose_name='leader reported in at'),
        ),
        migrations.AddField(
            model_name='whistle',
            name='previous',
            field=models.OneToOneField(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='next', to='whistle.whistle', verbose_name='the round before'),
        ),
        migrations.AddField(
            model_name='whistle',
            name='published_at',
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name='whistle',
            name='round',
            field=models.PositiveSmallIntegerField(default=1, editable=False, verbose_name='round'),
        ),
        migrations.AddField(
            model_name='whistle',
            name='solved',
            field=models.BooleanField(editable=False, null=True, verbose_name='solved'),
        ),
        migrations.RunSQL(
            "UPDATE whistle_whistle SET solved = true WHERE status = 'closed'", migrations.RunSQL.noop
        ),
        migrations.AddField(
            model_name='whistle',
            name='story',
            field=models.TextField(blank=True, max_length=2000, verbose_name='what was done and what came of it'),
        ),
        migrations.AddField(
            model_name='whistle',
            name='unsolved',
            field=models.TextField(blank=True, max_length=1000, verbose_name='left unsolved by the last round'),
        ),
        migrations.AlterField(
            model_name='order',
            name='status',
            field=models.CharField(choices=[('dispatched', 'to be signed'), ('objected', 'objected to, the centre decides'), ('signed', 'signed, to contact the street'), ('contacted', 'to report in'), ('absent', 'not reported in'), ('reported_in', 'reported in, handling'), ('extension_pending', 'extension asked for'), ('suspension_pending', 'suspension asked for'), ('suspended', 'suspended'), ('replied', 'to be checked by the street'), ('rework', 'handling again'), ('done', 'done'), ('rerouted', 'given to another department'), ('withdrawn', 'withdrawn'), ('followed', 'its whistle was blown again')], editable=False, max_length=24, verbose_name='status'),
        ),
        migrations.AlterField(
            model_name='whistle',
            name='status',
            field=models.CharField(choices=[('proposed', 'proposed by the community'), ('draft', 'not blown yet'), ('blown', 'blown'), ('responding', 'responding'), ('on_site', 'on site'), ('finished', 'to be rated'), ('closed', 'closed'), ('dropped', 'not blown, dropped'), ('withdrawn', 'withdrawn'), ('followed', 'blown again')], editable=False, max_length=24, verbose_name='status'),
        ),
        migrations.AddIndex(
            model_name='order',
            index=models.Index(condition=models.Q(('status__in', ['done', 'followed', 'rerouted', 'withdrawn']), _negated=True), fields=['department', 'due_at', 'id'], name='order_department_open'),
        ),
        migrations.AddConstraint(
            model_name='order',
            constraint=models.UniqueConstraint(condition=models.Q(('status__in', ['followed', 'rerouted', 'withdrawn']), _negated=True), fields=('whistle', 'department'), name='order_department_once'),
        ),
        migrations.AddConstraint(
            model_name='order',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status__in', ['done', 'extension_pending', 'replied', 'reported_in', 'rework', 'suspended', 'suspension_pending']), _negated=True), models.Q(('reported_at__isnull', False), ('reported_late__isnull', False)), _connector='OR'), name='order_arrived_at_some_time'),
        ),
        migrations.AddConstraint(
            model_name='order',
            constraint=models.CheckConstraint(condition=models.Q(('extension_count__lte', 2)), name='order_extended_twice_at_most'),
        ),
        migrations.AddConstraint(
            model_name='order',
            constraint=models.CheckConstraint(condition=models.Q(('suspension_count__lte', 1)), name='order_suspended_once_at_most'),
        ),
        migrations.AddConstraint(
            model_name='order',
            constraint=models.CheckConstraint(condition=models.Q(('attendance_ruling', None), ('attendance_disputed', True), _connector='OR'), name='order_ruling_after_dispute'),
        ),
        migrations.AddField(
            model_name='inspection',
            name='by',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='inspection',
            name='whistle',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='inspections', to='whistle.whistle'),
        ),
        migrations.AddField(
            model_name='paper',
            name='by',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='paper',
            name='order',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='papers', to='whistle.order'),
        ),
        migrations.AddField(
            model_name='paper',
            name='photo',
            field=models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='paper', to='grid.photo'),
        ),
        migrations.AddField(
            model_name='paper',
            name='attachment',
            field=models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='grid.attachment'),
        ),
        migrations.AddConstraint(
            model_name='paper',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('attachment__isnull', False), ('photo', None)), models.Q(('attachment', None), ('photo__isnull', False)), _connector='OR'), name='paper_is_one_thing'),
        ),
        migrations.AddField(
            model_name='paper',
            name='whistle',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='papers', to='whistle.whistle'),
        ),
        migrations.AddConstraint(
            model_name='whistlekind',
            constraint=models.CheckConstraint(condition=models.Q(('code__regex', '^[a-z][a-z_]{0,13}$')), name='whistlekind_code_is_a_word'),
        ),
        # Whistles that were blown before kinds were rows name one of these; the fixtures hold the same.
        migrations.RunSQL(
            """
            INSERT INTO whistle_whistlekind (code, name, name_en, note, is_emergency, by_plan, position, active) VALUES
            ('enforcement', '综合执法', 'Joint enforcement', '', false, false, 1, true),
            ('key_task', '重点工作', 'Key task', '', false, true, 2, true),
            ('emergency', '应急处置', 'Emergency', '', true, false, 3, true)
            """,
            migrations.RunSQL.noop,
        ),
        migrations.AlterField(
            model_name='whistle',
            name='kind',
            field=models.ForeignKey(db_column='kind', db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='whistle.whistlekind', verbose_name='kind'),
        ),
        migrations.AddConstraint(
            model_name='whistle',
            constraint=models.CheckConstraint(condition=models.Q(('status__in', ['draft', 'dropped', 'proposed']), models.Q(('blower__isnull', False), ('blown_at__isnull', False), ('lead__isnull', False), ('report_in_at__isnull', False), ('street__isnull', False)), _connector='OR'), name='whistle_blown_by_somebody'),
        ),
        migrations.AddConstraint(
            model_name='whistle',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('previous', None), ('round', 1)), models.Q(('leader__isnull', False), ('previous__isnull', False), ('round__gt', 1), models.Q(('unsolved', ''), _negated=True)), _connector='OR'), name='whistle_later_round_names_all'),
        ),
        migrations.AddConstraint(
            model_name='whistle',
            constraint=models.CheckConstraint(condition=models.Q(('leader_reported_at', None), ('leader__isnull', False), _connector='OR'), name='whistle_leader_came'),
        ),
        migrations.AddConstraint(
            model_name='whistle',
            constraint=models.CheckConstraint(condition=models.Q(('published_at', None), models.Q(('status', 'closed'), models.Q(('story', ''), _negated=True)), _connector='OR'), name='whistle_published_closed'),
        ),
    ]
